package dev.sluice.sim.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.check.Expectation;
import dev.sluice.sim.config.GroupConfig.PayloadFormat;
import dev.sluice.sim.config.GroupConfig.Phase;
import dev.sluice.sim.config.SignalConfig.Kind;
import dev.sluice.sim.device.ClientKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimConfigTest {
  private static final SimConfig CONFIG =
      new SimConfig(
          new SimConfig.Broker("localhost", 1),
          1,
          Duration.ofSeconds(1),
          1,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ZERO,
          List.of(group("a", true), group("b", false)));

  @Test
  void letsAllGroupsReplayOneSeries() {
    SimConfig replaying = CONFIG.replaying("s.csv", Optional.of("l.json"));
    for (GroupConfig group : replaying.groups()) {
      assertThat(group.signal().kind()).isEqualTo(Kind.REPLAY);
      assertThat(group.signal().file()).hasValue("s.csv");
      assertThat(group.signal().labels()).hasValue("l.json");
      assertThat(group.signal().frame()).isEqualTo(32);
    }
    assertThat(replaying.groups().get(1).name()).isEqualTo("b");
  }

  @Test
  void setsTheSpeedOfAllGroups() {
    assertThat(CONFIG.atSpeed(60).groups())
        .extracting(group -> group.signal().speed().orElseThrow())
        .containsExactly(60.0, 60.0);
  }

  @Test
  void namesDevicesAndTheirTopics() {
    GroupConfig group = CONFIG.groups().get(0);
    assertThat(group.device(3)).isEqualTo("a-3");
    assertThat(group.topicOf("a-3")).isEqualTo("s/a-3/v");
    assertThat(group.resultOf("a-3")).isEqualTo("answers/a-3/of/s/a-3/v");
    assertThat(group.topicFilter()).isEqualTo("s/+/v");
  }

  @Test
  void sendsADeadlineOnlyWhereAsked() {
    assertThat(CONFIG.groups().get(0).deadlineToSendMillis()).hasValue(250);
    assertThat(CONFIG.groups().get(1).deadlineToSendMillis()).isEmpty();
    assertThat(CONFIG.groups().get(1).rules().deadlineNanos()).hasValue(250_000_000);
  }

  private static GroupConfig group(String name, boolean sendDeadline) {
    return new GroupConfig(
        name,
        1,
        ClientKind.PAHO_V5,
        "s/{device}/v",
        1,
        new SignalConfig(
            Kind.SYNTHETIC, 32, 0.3, Optional.empty(), Optional.empty(), Optional.empty()),
        Duration.ofSeconds(1),
        Phase.TOGETHER,
        PayloadFormat.CSV,
        Expectation.ANSWERS,
        "answers/{device}/of/{topic}",
        Optional.of(Duration.ofMillis(250)),
        sendDeadline);
  }
}
