package dev.sluice.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ConfigException;
import dev.sluice.config.DataSize;
import dev.sluice.edge.core.forward.DownRule;
import dev.sluice.edge.core.forward.ForwardRules;
import dev.sluice.edge.core.forward.OnUnparsable;
import dev.sluice.edge.core.forward.Redaction;
import dev.sluice.edge.core.forward.RetainFlag;
import dev.sluice.edge.core.forward.Sampling;
import dev.sluice.edge.core.forward.Selection;
import dev.sluice.edge.core.forward.UpRule;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The forwarding rules of the file, and their contradictions with the line that says so. */
final class ForwardConfigTest {
  private static final String ONE_UP =
      """
      node: {id: gw}
      forward:
        up:
          - name: one
            topic: sensors/#
      """;

  private static final Path ROOT = Path.of(System.getProperty("sluice.root"));

  @TempDir Path folder;

  private EdgeConfig load(String yaml, String... overrides) throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), yaml);
    return EdgeConfig.load(file, List.of(overrides));
  }

  private List<String> faults(String yaml, String... overrides) throws Exception {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> load(yaml, overrides));
    return e.getMessage().lines().map(line -> line.replace(folder + "/", "")).toList();
  }

  @Test
  void withoutRulesThereAreThreeLanesAndNothingIsForwarded() throws Exception {
    ForwardConfig forward = load("node: {id: gw}").forward();

    assertThat(forward.lanes())
        .containsExactly(
            new ForwardConfig.Lane(
                "urgent", new DataSize(16 << 20), ForwardConfig.WhenFull.REFUSE, Optional.empty()),
            new ForwardConfig.Lane(
                "normal", new DataSize(64 << 20), ForwardConfig.WhenFull.REFUSE, Optional.empty()),
            new ForwardConfig.Lane(
                "bulk",
                new DataSize(64 << 20),
                ForwardConfig.WhenFull.DROP_OLDEST,
                Optional.empty()));
    assertThat(forward.upRules("gw")).isEmpty();
    assertThat(forward.downRules("gw")).isEmpty();
    assertThat(forward.limits()).isEqualTo(new ForwardRules.Limits(10_000, 4 << 20));
  }

  @Test
  void theLargestMessageIsWithinReason() throws Exception {
    assertThat(load("node: {id: gw}\n").forward().messageSize()).isEqualTo(new DataSize(1 << 20));
    assertThat(faults("node: {id: gw}\nforward: {message-size: 5MB}\n"))
        .containsExactly("edge.yaml:2:25: forward.message-size: must be from 1KB to 4MB");
  }

  @Test
  void aRuleUpSaysNothingButDefaults() throws Exception {
    UpRule rule = load(ONE_UP).forward().upRules("gw").get(0);

    UpRule.Destination destination = rule.destination().orElseThrow();
    assertThat(rule.filter()).isEqualTo(TopicFilter.of("sensors/#"));
    assertThat(destination.mapping().range()).isEqualTo(TopicFilter.of("gw/sensors/#"));
    assertThat(destination.lane()).as("normal").isEqualTo(1);
    assertThat(destination.qos()).isEmpty();
    assertThat(destination.retain()).isEqualTo(RetainFlag.KEEP);
    assertThat(destination.maxAge()).isEmpty();
    assertThat(rule.selection()).isEqualTo(Selection.ALL);
    assertThat(rule.redactions()).isEmpty();
    assertThat(rule.onUnparsable()).isEqualTo(OnUnparsable.FORWARD);
  }

  @Test
  void everythingARuleUpCanSayIsReadAsWritten() throws Exception {
    ForwardConfig forward =
        load("""
            node: {id: gw}
            forward:
              remembered-topics: 7
              remembered-size: 512KB
              hash-key: 0123456789abcdef
              message-size: 64KB
              lanes: [{name: a, max-size: 1GB, when-full: drop-oldest}, {name: b}]
              up:
                - {name: none, topic: secret/#, action: keep}
                - name: all
                  topic: plant/+/temperature
                  to: "cloud/{topic}/of/{1}"
                  strip: plant
                  lane: b
                  qos: 2
                  retain: clear
                  max-age: 2h
                  sample: {every: 10, period: 3s}
                  deadband: {field: t.celsius, absolute: 0.5, percent: 2, max-silence: 10m}
                  skip-repeats: 1m
                  redact: [{field: gps}, {field: who, how: hash}, {field: pin, how: mask}]
            """)
            .forward();
    UpRule rule = forward.upRules("gw").get(1);
    UpRule.Destination destination = rule.destination().orElseThrow();

    assertThat(forward.limits()).isEqualTo(new ForwardRules.Limits(7, 512 << 10));
    assertThat(forward.hashKey()).contains("0123456789abcdef");
    assertThat(forward.upRules("gw").get(0).destination()).isEmpty();
    assertThat(destination.mapping().range()).isEqualTo(TopicFilter.of("cloud/+/temperature/of/+"));
    assertThat(destination.lane()).isEqualTo(1);
    assertThat(destination.qos()).contains(Qos.EXACTLY_ONCE);
    assertThat(destination.retain()).isEqualTo(RetainFlag.CLEAR);
    assertThat(destination.maxAge()).contains(Duration.ofHours(2));
    assertThat(rule.selection().sampling())
        .isEqualTo(new Sampling(10, Duration.ofSeconds(3).toNanos()));
    assertThat(rule.selection().repeatWindowNanos()).isEqualTo(Duration.ofMinutes(1).toNanos());
    assertThat(rule.selection().deadband())
        .hasValueSatisfying(
            band -> {
              assertThat(band.field().orElseThrow().keys()).isEqualTo(List.of("t", "celsius"));
              assertThat(band.absolute()).isEqualTo(0.5);
              assertThat(band.percent()).isEqualTo(2);
              assertThat(band.maxSilenceNanos()).isEqualTo(Duration.ofMinutes(10).toNanos());
            });
    assertThat(rule.redactions())
        .extracting(Redaction::how)
        .containsExactly(Redaction.How.REMOVE, Redaction.How.HASH, Redaction.How.MASK);
    assertThat(rule.onUnparsable()).as("with redact").isEqualTo(OnUnparsable.DROP);
  }

  @Test
  void aRuleDownIsReadAsWritten() throws Exception {
    DownRule rule =
        load("""
            node: {id: gw}
            forward:
              down:
                - {name: c, from: "cmd/{node}/#", to: "in/{topic}", strip: "cmd/{node}", qos: 1, retain: clear, lane: urgent, max-age: 5s}
            """)
            .forward()
            .downRules("gw")
            .get(0);

    assertThat(rule.from()).isEqualTo(TopicFilter.of("cmd/gw/#"));
    assertThat(rule.mapping().range()).isEqualTo(TopicFilter.of("in/#"));
    assertThat(rule.qos()).contains(Qos.AT_LEAST_ONCE);
    assertThat(rule.retain()).isEqualTo(RetainFlag.CLEAR);
    assertThat(rule.lane().value()).isEqualTo("urgent");
    assertThat(rule.maxAge()).contains(Duration.ofSeconds(5));
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of("lane=fast", "lane: no lane 'fast': forward.lanes has urgent, normal, bulk"),
        Arguments.of(
            "topic=a#",
            "topic: must be a topic filter: '+' alone on its level, '#' alone on the last (found"
                + " 'a#')"),
        Arguments.of(
            "topic=$share/g/a",
            "topic: must not be a shared subscription: give the filter behind the group"),
        Arguments.of(
            "to=cloud/#",
            "to: must not hold '+' or '#': what the first wildcard of the filter stood for is {1}"),
        Arguments.of("to=x/{2}", "to: knows no {2}: there are {topic}, {node} and {1}"),
        Arguments.of(
            "to=sluice/{topic}",
            "to: must not begin with '$' or 'sluice/': those topics are not for messages"),
        Arguments.of(
            "strip=plant",
            "strip: cannot strip 'plant': give leading levels of 'sensors/#' without wildcard"),
        Arguments.of(
            "on-unparsable=drop", "on-unparsable: has no meaning without deadband or redact"),
        Arguments.of("sample={}", "sample: says nothing: give every, period or both"),
        Arguments.of(
            "deadband={field: t}", "deadband: says nothing: give absolute, percent or both"),
        Arguments.of(
            "redact=[{field: a..b}]",
            "redact.0.field: must be keys joined by dots, such as position.lat, none of them empty"),
        Arguments.of(
            "redact=[{field: a, how: hash}]",
            "redact.0.how: needs forward.hash-key, or anybody could try values until the hash fits"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void namesFieldAndReason(String override, String expected) throws Exception {
    String key = override.substring(0, override.indexOf('='));
    String value = override.substring(key.length() + 1);
    String yaml =
        key.equals("topic")
            ? ONE_UP.replace("sensors/#", value)
            : ONE_UP + "      %s: %s\n".formatted(key, quoted(value));

    assertThat(faults(yaml))
        .singleElement()
        .asString()
        .matches("edge\\.yaml:[56]:\\d+: .*")
        .endsWith(": forward.up.0." + expected);
  }

  private static String quoted(String value) {
    return value.startsWith("{}") || value.startsWith("{field") || value.startsWith("[")
        ? value
        : '"' + value + '"';
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(
            "    - {name: two, topic: sensors/a}",
            "edge.yaml:6:26: forward.up.1.topic: is never reached: rule 'one' before it takes all"
                + " of these topics; put this one first"),
        Arguments.of(
            "    - {name: one, topic: a}",
            "edge.yaml:6:14: forward.up.1.name: 'one' is already forward.up.0"),
        Arguments.of(
            "    - {name: two, topic: x/sensors/+, lane: bulk, to: \"{node}/sensors/{1}\"}",
            "edge.yaml:6:55: forward.up.1.to: can give the same topics of the cloud as rule 'one',"
                + " on lane 'bulk' instead of 'normal', so their order would be lost: use one"
                + " lane, or other topics"),
        Arguments.of(
            "    - {name: two, topic: a, action: keep, lane: bulk}",
            "edge.yaml:6:49: forward.up.1.lane: has no meaning with action: keep"),
        Arguments.of(
            "  down: [{name: d, from: \"+/sensors/x\", to: y}]",
            "edge.yaml:6:26: forward.down.0.from: would bring back what rule 'one' sends up: use"
                + " topics that no rule up gives"),
        Arguments.of(
            "  down: [{name: d, from: \"cmd/#\", to: \"y/+\"}]",
            "edge.yaml:6:39: forward.down.0.to: must not hold '+' or '#': what the first wildcard"
                + " of the filter stood for is {1}"),
        Arguments.of(
            "  down: [{name: d, from: \"cmd/#\", to: y}, {name: e, from: \"cmd/x\", to: z}]",
            "edge.yaml:6:59: forward.down.1.from: is never reached: rule 'd' before it takes all of"
                + " these topics; put this one first"),
        Arguments.of(
            "  lanes: [{name: fast}]",
            "edge.yaml:4:7: forward.up.0.lane: is needed, because forward.lanes has no 'normal':"
                + " give one of fast"),
        Arguments.of(
            "  lanes: [{name: normal}, {name: normal}]",
            "edge.yaml:6:34: forward.lanes.1.name: 'normal' is already forward.lanes.0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void seesContradictionsBetweenRules(String more, String expected) throws Exception {
    assertThat(faults(ONE_UP + more + "\n")).containsExactly(expected);
  }

  @Test
  void rulesOfTwoLanesMayShareATemplateThatKeepsTheTopic() throws Exception {
    ForwardConfig forward =
        load("""
                node: {id: gw}
                forward:
                  up:
                    - {name: alarms, topic: +/alarm, lane: urgent}
                    - {name: rest, topic: "#", lane: bulk}
                """
                .replace("+/alarm", "\"+/alarm\""))
            .forward();

    assertThat(forward.upRules("gw"))
        .extracting(rule -> rule.destination().map(UpRule.Destination::lane))
        .isEqualTo(List.of(Optional.of(0), Optional.of(2)));
  }

  @Test
  void theExampleOfTheShippedFileWorksWhenItIsUncommented() throws Exception {
    String file = Files.readString(ROOT.resolve("config/edge.yaml"));
    String example =
        file.substring(file.indexOf("# forward:"))
            .lines()
            .map(line -> line.substring(2))
            .collect(Collectors.joining("\n"));

    assertThat(load("node: {id: gw}\n" + example + "\n").forward().upRules("gw")).hasSize(2);
  }

  @Test
  void theExamplesOfTheDocumentationWork() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/forwarding.md"));
    List<String> examples = new ArrayList<>();
    for (int at = page.indexOf("```yaml\n"); at >= 0; at = page.indexOf("```yaml\n", at + 1)) {
      examples.add(page.substring(at + "```yaml\n".length(), page.indexOf("```\n", at + 1)));
    }
    List<String> ofRules = examples.stream().filter(e -> e.startsWith("forward:")).toList();

    assertThat(ofRules).isNotEmpty();
    for (String example : ofRules) {
      assertThat(load("node: {id: gw}\n" + example).forward()).as(example).isNotNull();
    }
  }
}
