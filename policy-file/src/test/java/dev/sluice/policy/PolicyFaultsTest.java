package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contradictions that only the meaning of a policy shows, each with the line that says so. */
final class PolicyFaultsTest {
  private static final String ROUTE =
      """
      routes:
        - name: r
          topic: sensors/+/x
          model: heavy
      """;

  @TempDir Path folder;

  private List<String> faults(String yaml, Uplink uplink, String... overrides) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), yaml);
    return catchThrowableOfType(
            ConfigException.class, () -> PolicyFile.load(file, List.of(overrides), uplink))
        .getMessage()
        .lines()
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            "routes.0.topic=sensors/a+/x",
            "routes.0.topic: must be a topic filter: '+' alone on its level, '#' alone on the last"
                + " (found 'sensors/a+/x')"),
        Arguments.of(
            "routes.0.topic=$share/g/x",
            "routes.0.topic: must not be a shared subscription: give the filter behind the group"),
        Arguments.of(
            "routes.0.result={topic}/+",
            "routes.0.result: must be a topic name without '+' and '#', such as {topic}/inference"),
        Arguments.of(
            "routes.0.result={device}/answer",
            "routes.0.result: may hold no other braces than {topic}"),
        Arguments.of(
            "routes.0.fallback=heavy",
            "routes.0.fallback: must be another model than the route's own"),
        Arguments.of(
            "routes.0.payload.value-column=1",
            "routes.0.payload.value-column: belongs to format: csv"),
        Arguments.of(
            "routes.0.payload.id-column=1", "routes.0.payload.id-column: belongs to format: csv"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void namesFieldAndReason(String override, String expected) throws Exception {
    assertThat(faults(ROUTE, Uplink.ENABLED, "policy." + override))
        .containsExactly("--set policy." + override + ": " + expected);
  }

  static Stream<Arguments> routes() {
    return Stream.of(
        Arguments.of(
            "privacy: local-only\n    runs-on: cloud",
            "policy.yaml:6:14: routes.0.runs-on: cannot be cloud in a local-only route: no side"
                + " could run it"),
        Arguments.of(
            "privacy: local-only\n    placement: cloud-only",
            "policy.yaml:6:16: routes.0.placement: cannot be cloud-only in a local-only route"),
        Arguments.of(
            "runs-on: cloud\n    placement: edge-only",
            "policy.yaml:6:16: routes.0.placement: cannot be edge-only in a route that runs on the"
                + " cloud"),
        Arguments.of(
            "placement: edge-only\n    advanced: {adaptive-by: fastest}",
            "policy.yaml:6:29: routes.0.advanced.adaptive-by: is only for placement: adaptive or"
                + " cascade, and this route's is edge-only"),
        Arguments.of(
            "placement: cascade",
            "policy.yaml:5:16: routes.0.placement: cannot be cascade without a deadline: add one,"
                + " such as deadline: 500ms"),
        Arguments.of(
            "placement: cascade\n    runs-on: cloud",
            "policy.yaml:5:16: routes.0.placement: cannot be cascade in a route that runs on the"
                + " cloud"),
        Arguments.of(
            "payload: {format: csv, values: v}",
            "policy.yaml:5:36: routes.0.payload.values: belongs to format: json"),
        Arguments.of(
            "payload: {format: csv, id: v}",
            "policy.yaml:5:32: routes.0.payload.id: belongs to format: json"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("routes")
  void seesContradictionsBetweenKeys(String more, String expected) throws Exception {
    assertThat(faults(ROUTE + "    " + more + "\n", Uplink.ENABLED)).containsExactly(expected);
  }

  @Test
  void knowsWhatANodeWithoutUplinkCannotDo() throws Exception {
    assertThat(faults(ROUTE + "    runs-on: cloud\n", Uplink.DISABLED))
        .containsExactly(
            "policy.yaml:5:14: routes.0.runs-on: cannot be cloud while uplink.enabled is false");
    assertThat(faults(ROUTE + "    placement: cloud-only\n", Uplink.DISABLED))
        .containsExactly(
            "policy.yaml:5:16: routes.0.placement: cannot be cloud-only while uplink.enabled is"
                + " false");
    assertThat(faults("placement: cloud-only\n", Uplink.DISABLED))
        .containsExactly(
            "policy.yaml:1:12: placement: cannot be cloud-only while uplink.enabled is false");
  }

  @Test
  void aCascadeForAllRoutesIsCheckedInEachOfThem() throws Exception {
    assertThat(faults("placement: cascade\n" + ROUTE, Uplink.ENABLED))
        .singleElement()
        .asString()
        .contains("cannot be cascade, as the file says for all, without a deadline: add one");
    Path own =
        Files.writeString(
            folder.resolve("own.yaml"),
            "placement: cascade\n" + ROUTE + "    placement: adaptive\n");
    assertThat(PolicyFile.load(own, List.of(), Uplink.ENABLED).config().routes()).hasSize(1);
  }

  @Test
  void limitsOfHeatEndBelowWhereTheyBegin() throws Exception {
    assertThat(
            faults(
                "advanced: {vitals: {slow-until: 85, close-from: 70}}\n" + ROUTE, Uplink.ENABLED))
        .containsExactly(
            "policy.yaml:1:33: advanced.vitals.slow-until: must be at most slow-from, which is"
                + " 80.0",
            "policy.yaml:1:20: advanced.vitals.close-until: must be at most close-from, which is"
                + " 70.0");
  }

  @Test
  void aBudgetNeedsThePolicyThatKnowsIt() throws Exception {
    String budget = "budget: {cloud-requests-per-minute: 600}\n";
    String expected = "policy.yaml:1:9: budget: needs placement: adaptive, judged by priced";

    assertThat(faults(budget + "placement: edge-only\n", Uplink.ENABLED)).containsExactly(expected);
    assertThat(faults(budget + "advanced: {adaptive-by: fastest}\n", Uplink.ENABLED))
        .containsExactly(expected);
  }

  @Test
  void namesTheRouteThatHadTheNameFirst() throws Exception {
    assertThat(faults(ROUTE + "  - {name: r, topic: t, model: m}\n", Uplink.ENABLED))
        .containsExactly(
            "policy.yaml:5:12: routes.1.name: 'r' is already routes.0: choose another name");
  }

  @Test
  void listsAllContradictionsAtOnce() throws Exception {
    assertThat(faults(ROUTE + "    result: a/#\n    fallback: heavy\n", Uplink.ENABLED)).hasSize(2);
  }

  @Test
  void aKeyOfAnOlderFileSaysWhatItIsCalledNow() throws Exception {
    assertThat(faults("cloud-requests-per-minute: 600\npolicy: adaptive\n", Uplink.ENABLED))
        .containsExactly(
            "policy.yaml:1:1: cloud-requests-per-minute: belongs to the budget: write 'budget:"
                + " {cloud-requests-per-minute: 600}'",
            "policy.yaml:2:1: policy: is written 'placement: adaptive' at the top of this file");
  }

  private static final String TEXT =
      """
      text-routes:
        - name: chat
          topic: ask/+
          model: assistant
          deadline: 30s
      """;

  static Stream<Arguments> textRoutes() {
    return Stream.of(
        Arguments.of(
            "topic=ask/#/x",
            "topic: must be a topic filter: '+' alone on its level, '#' alone on the last (found"
                + " 'ask/#/x')"),
        Arguments.of("result={x}", "result: may hold no other braces than {topic}"),
        Arguments.of("deadline=2d", "deadline: must be at most 1d"),
        Arguments.of("answer-size=2MB", "answer-size: must be 1B to 1024KB"),
        Arguments.of("payload.max-size=257KB", "payload.max-size: must be 1B to 256KB"),
        Arguments.of("payload.prompt=q", "payload.prompt: belongs to format: json"),
        Arguments.of("payload.id=q", "payload.id: belongs to format: json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("textRoutes")
  void namesFieldAndReasonOfATextRoute(String override, String expected) throws Exception {
    String key = "policy.text-routes.0." + override;
    assertThat(faults(TEXT, Uplink.ENABLED, key))
        .containsExactly("--set " + key + ": text-routes.0." + expected);
  }

  @Test
  void aTextRouteNeedsTheUplinkAndADeadline() throws Exception {
    assertThat(faults(TEXT, Uplink.DISABLED))
        .containsExactly(
            "policy.yaml:4:12: text-routes.0.model: cannot be asked while uplink.enabled is false:"
                + " chat models are in the cloud");
    assertThat(faults(TEXT.replace("    deadline: 30s\n", ""), Uplink.ENABLED))
        .singleElement()
        .asString()
        .contains("deadline");
  }

  @Test
  void routesAndTextRoutesShareTheirNames() throws Exception {
    assertThat(faults(ROUTE + TEXT.replace("chat", "r"), Uplink.ENABLED))
        .containsExactly(
            "policy.yaml:6:11: text-routes.0.name: 'r' is already routes.0: choose another name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"privacy: local-only", "local-only-when: size > 1000"})
  void aTextRouteTakesNothingThatMayHaveToStay(String rule) throws Exception {
    String route = "routes: [{name: r, topic: ask/#, model: m, " + rule + "}]\n";
    assertThat(faults(route + TEXT, Uplink.ENABLED))
        .containsExactly(
            "policy.yaml:4:12: text-routes.0.topic: meets 'ask/#' of route 'r', whose messages may"
                + " have to stay here: give it topics of its own");
    Path apart =
        Files.writeString(folder.resolve("apart.yaml"), route.replace("ask/#", "asks/#") + TEXT);
    assertThat(PolicyFile.load(apart, List.of(), Uplink.ENABLED).config().textRoutes()).hasSize(1);
  }
}
