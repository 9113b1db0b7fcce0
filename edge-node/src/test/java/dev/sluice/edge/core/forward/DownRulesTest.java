package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DownRulesTest {
  private static DownRule rule(String from, String to, Optional<Qos> qos, RetainFlag retain) {
    TopicFilter filter = TopicFilter.of(from);
    return new DownRule(from, filter, TopicMapping.of(filter, to, "", "gw"), qos, retain);
  }

  private final DownRules rules =
      new DownRules(
          List.of(
              rule("cmd/gw/stop", "all/stop", Optional.of(Qos.EXACTLY_ONCE), RetainFlag.CLEAR),
              rule("cmd/gw/#", "{1}", Optional.empty(), RetainFlag.KEEP)));

  @Test
  void theFirstRuleThatMatchesPublishesHere() {
    Message stop = rules.apply(Rules.retained("cmd/gw/stop", "now")).orElseThrow();
    Message valve = rules.apply(Rules.retained("cmd/gw/valve/3", "open")).orElseThrow();

    assertThat(stop.topic()).isEqualTo(TopicName.of("all/stop"));
    assertThat(stop.qos()).isEqualTo(Qos.EXACTLY_ONCE);
    assertThat(stop.retain()).isFalse();
    assertThat(valve.topic()).isEqualTo(TopicName.of("valve/3"));
    assertThat(valve.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
    assertThat(valve.retain()).isTrue();
    assertThat(Rules.text(valve.payload())).isEqualTo("open");
  }

  @Test
  void countsWhatItCannotPublish() {
    assertThat(rules.apply(Rules.message("cmd/other", "1"))).isEmpty();
    assertThat(rules.apply(Rules.message("cmd/gw", "1"))).isEmpty();
    assertThat(rules.apply(Rules.message("cmd/gw/a", "1"))).isPresent();

    assertThat(rules.unknown()).isEqualTo(1);
    assertThat(rules.stats())
        .containsExactly(
            new DownRules.Stats("cmd/gw/stop", 0, 0), new DownRules.Stats("cmd/gw/#", 1, 1));
  }

  @Test
  void asksForWhatItsRulesName() {
    assertThat(rules.filters())
        .containsExactly(TopicFilter.of("cmd/gw/stop"), TopicFilter.of("cmd/gw/#"));
  }
}
