package dev.sluice.sim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigException;
import dev.sluice.sim.check.Expectation;
import dev.sluice.sim.config.GroupConfig.PayloadFormat;
import dev.sluice.sim.config.GroupConfig.Phase;
import dev.sluice.sim.config.SignalConfig.Kind;
import dev.sluice.sim.device.ClientKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimConfigFileTest {
  private static final String ONE_GROUP =
      """
      groups:
        - name: pump
          count: 3
          topic: sensors/{device}/vibration
      """;

  @TempDir private Path folder;

  @Test
  void readsTheShippedFileAsItIs() throws Exception {
    Path shipped = Path.of(System.getProperty("sluice.root", ".."), "config", "sim.yaml");
    SimConfig config = SimConfigFile.load(shipped, List.of());
    assertThat(config.broker()).isEqualTo(new SimConfig.Broker("127.0.0.1", 1883));
    assertThat(config.groups())
        .extracting(GroupConfig::client)
        .containsExactly(ClientKind.PAHO_V5, ClientKind.PAHO_V3, ClientKind.VERTX);
    GroupConfig pumps = config.groups().get(0);
    assertThat(pumps.topicOf("pump-1")).isEqualTo("sensors/pump-1/vibration");
    assertThat(pumps.resultOf("pump-1")).isEqualTo("sensors/pump-1/vibration/inference");
    assertThat(pumps.deadline()).hasValue(Duration.ofMillis(300));
  }

  @Test
  void fillsInWhatAGroupDoesNotSay() throws Exception {
    GroupConfig group = load(ONE_GROUP).groups().get(0);
    assertThat(group)
        .isEqualTo(
            new GroupConfig(
                "pump",
                3,
                ClientKind.PAHO_V5,
                "sensors/{device}/vibration",
                1,
                new SignalConfig(
                    Kind.SYNTHETIC, 64, 0.3, Optional.empty(), Optional.empty(), Optional.empty()),
                Duration.ofSeconds(1),
                Phase.SPREAD,
                PayloadFormat.JSON,
                Expectation.ANSWERS,
                "{topic}/inference",
                Optional.empty(),
                false));
  }

  @Test
  void takesOverrides() throws Exception {
    SimConfig config = load(ONE_GROUP, "broker.port=1999", "groups.0.count=1000", "seed=5");
    assertThat(config.broker().port()).isEqualTo(1999);
    assertThat(config.devices()).isEqualTo(1_000);
    assertThat(config.seed()).isEqualTo(5);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "topic: a/b | topic: needs {device} as a level of its own, and no wildcards",
        "topic: a/x{device} | topic: needs {device} as a level of its own, and no wildcards",
        "topic: '{device}/+' | topic: needs {device} as a level of its own, and no wildcards",
        "result: '{topic}' "
            + "| result: must name another topic by {topic} or {device}, without wildcards",
        "result: 'a/#' "
            + "| result: must name another topic by {topic} or {device}, without wildcards",
        "result: 'a/b' "
            + "| result: must name another topic by {topic} or {device}, without wildcards",
        "result: '{topic}/{x}' "
            + "| result: must name another topic by {topic} or {device}, without wildcards",
        "signal: {kind: replay} | signal: a replay needs a file",
        "send-deadline: true | send-deadline: needs client: paho-v5 and a deadline",
      })
  void saysWhichFieldIsWrong(String line, String fault) {
    String topic = line.startsWith("topic") ? "" : "topic: t/{device}";
    String text =
        "groups:\n  - name: pump\n    count: 3\n    "
            + line
            + "\n"
            + (topic.isEmpty() ? "" : "    " + topic + "\n");
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(".*sim\\.yaml:4:\\d+: groups\\.0\\..*")
        .hasMessageEndingWith(fault);
  }

  @Test
  void refusesQos2OfVertxDevices() {
    assertThatThrownBy(() -> load(ONE_GROUP, "groups.0.client=vertx", "groups.0.qos=2"))
        .hasMessageContaining("vertx devices speak QoS 0 and 1: use paho-v5 or paho-v3");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "groups.0.payload=png | must be png or jpeg for signal.kind: image, and only there",
        "groups.0.signal.kind=image | must be png or jpeg for signal.kind: image, and only there",
      })
  void refusesImagesInWordsAndWordsInImages(String override, String fault) {
    assertThatThrownBy(() -> load(ONE_GROUP, override)).hasMessageContaining(fault);
  }

  @Test
  void imagesNeedAClientThatCanNameThemAndAnswersToCheck() throws Exception {
    String image = ONE_GROUP + "    payload: png\n    signal: {kind: image}\n";
    assertThat(load(image).groups().get(0).payload().isImage()).isTrue();
    assertThatThrownBy(() -> load(image, "groups.0.client=paho-v3"))
        .hasMessageContaining("images need paho-v5");
    assertThatThrownBy(() -> load(image, "groups.0.expect=delivery"))
        .hasMessageContaining("images need answers");
  }

  @Test
  void refusesADeadlineWithoutAnswers() {
    assertThatThrownBy(() -> load(ONE_GROUP, "groups.0.expect=delivery", "groups.0.deadline=1s"))
        .hasMessageContaining("is for answers: remove it or expect: answers");
  }

  @Test
  void refusesTwoGroupsOfOneName() {
    String twice = ONE_GROUP + ONE_GROUP.substring(ONE_GROUP.indexOf('\n') + 1);
    assertThatThrownBy(() -> load(twice))
        .hasMessageContaining("sim.yaml:5")
        .hasMessageContaining("groups.1.name: 'pump' is taken: choose another name");
  }

  private SimConfig load(String text, String... overrides) throws ConfigException {
    Path file = folder.resolve("sim.yaml");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SimConfigFile.load(file, List.of(overrides));
  }
}
