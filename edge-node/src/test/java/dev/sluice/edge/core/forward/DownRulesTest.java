package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.Subscription.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class DownRulesTest {
  private static final LaneName LANE = new LaneName("normal");

  private static DownRule rule(String from, String to, Optional<Qos> qos, RetainFlag retain) {
    TopicFilter filter = TopicFilter.of(from);
    TopicMapping mapping = TopicMapping.of(filter, to, "", "gw");
    return new DownRule(
        from, filter, mapping, qos, retain, LANE, Optional.of(Duration.ofSeconds(3)));
  }

  private final DownRules rules =
      new DownRules(
          List.of(
              rule("cmd/gw/stop", "all/stop", Optional.of(Qos.EXACTLY_ONCE), RetainFlag.CLEAR),
              rule("cmd/gw/#", "{1}", Optional.empty(), RetainFlag.KEEP)));

  private static ForwardedMessage retained(String topic, String text) {
    return new ForwardedMessage(
        topic,
        text.getBytes(StandardCharsets.UTF_8),
        1,
        true,
        OptionalLong.of(1_500),
        new ForwardedMessage.Properties(
            OptionalInt.of(1),
            Optional.of("text/plain"),
            Optional.of("answers/app"),
            Optional.of(new ForwardedMessage.Correlation(new byte[] {7})),
            List.of(new ForwardedMessage.UserProperty("k", "v"))));
  }

  @Test
  void theFirstRuleThatMatchesPublishesHere() {
    Message stop = rules.apply(retained("cmd/gw/stop", "now")).orElseThrow();
    Message valve = rules.apply(retained("cmd/gw/valve/3", "open")).orElseThrow();

    assertThat(stop.topic()).isEqualTo(TopicName.of("all/stop"));
    assertThat(stop.qos()).isEqualTo(Qos.EXACTLY_ONCE);
    assertThat(stop.retain()).isFalse();
    assertThat(valve.topic()).isEqualTo(TopicName.of("valve/3"));
    assertThat(valve.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
    assertThat(valve.retain()).isTrue();
    assertThat(Rules.text(valve.payload())).isEqualTo("open");
  }

  @Test
  void whatMqtt5SaysBesideThePayloadComesDownToo() {
    Message valve = rules.apply(retained("cmd/gw/valve/3", "open")).orElseThrow();

    assertThat(valve.properties().contentType()).contains("text/plain");
    assertThat(valve.properties().responseTopic()).contains(TopicName.of("answers/app"));
    assertThat(valve.properties().correlationData().orElseThrow().bytes()).containsExactly(7);
    assertThat(valve.properties().user("k")).contains("v");
    assertThat(valve.properties().messageExpirySeconds()).as("rounded up").hasValue(2);
  }

  @Test
  void countsWhatItCannotPublish() {
    assertThat(rules.apply(retained("cmd/other", "1"))).isEmpty();
    assertThat(rules.apply(retained("cmd/#", "1"))).isEmpty();
    assertThat(rules.apply(retained("cmd/gw", "1"))).isEmpty();
    assertThat(rules.apply(retained("cmd/gw/a", "1"))).isPresent();

    assertThat(rules.unknown()).isEqualTo(2);
    assertThat(rules.stats())
        .containsExactly(
            new DownRules.Stats("cmd/gw/stop", 0, 0), new DownRules.Stats("cmd/gw/#", 1, 1));
  }

  @Test
  void otherRulesTakeTheirPlaceAndThoseThatKeepTheirNameGoOnCounting() {
    rules.apply(retained("cmd/gw/a", "1"));
    rules.use(
        List.of(
            rule("new/#", "{1}", Optional.empty(), RetainFlag.KEEP),
            rule("cmd/gw/#", "other/{1}", Optional.empty(), RetainFlag.KEEP)));

    assertThat(rules.apply(retained("cmd/gw/b", "1")).orElseThrow().topic())
        .isEqualTo(TopicName.of("other/b"));
    assertThat(rules.stats())
        .containsExactly(new DownRules.Stats("new/#", 0, 0), new DownRules.Stats("cmd/gw/#", 2, 0));
    rules.use(List.of());
    assertThat(rules.apply(retained("cmd/gw/b", "1"))).isEmpty();
    assertThat(rules.wishes()).isEmpty();
  }

  @Test
  void asksForWhatItsRulesName() {
    OptionalLong age = OptionalLong.of(3_000);
    assertThat(rules.wishes())
        .containsExactly(new Wish("cmd/gw/stop", LANE, age), new Wish("cmd/gw/#", LANE, age));
  }
}
