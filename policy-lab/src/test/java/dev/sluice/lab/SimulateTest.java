package dev.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a user meets it. */
class SimulateTest {
  private static final String SCENARIO =
      """
      description: A test < of bursts.
      duration: 6s
      classes:
        - {name: a, bytes: 1500, deadline: 100ms, local: {ms: 6}, cloud: {ms: 3}}
        - {name: b, bytes: 9000, deadline: 200ms, local: {ms: 30}, cloud: {ms: 9}}
      arrivals:
        - {process: poisson, rate: 250, mix: {a: 0.7, b: 0.3}}
      uplink: {kind: constant, mbps: 6}
      """;

  @TempDir Path folder;
  private Path scenarios;

  private record Ran(int exit, String out, String err) {}

  @BeforeEach
  void writeScenario() throws Exception {
    scenarios = Files.createDirectory(folder.resolve("scenarios"));
    Files.writeString(scenarios.resolve("bursts.yaml"), SCENARIO);
  }

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = PolicyLab.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = line.execute(args);
    return new Ran(exit, out.toString(), err.toString());
  }

  private Ran simulate(String... more) {
    List<String> args = new ArrayList<>(List.of("simulate", "--scenarios", scenarios.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void eachScenarioPolicyAndSeedIsARowWithTheseFields() throws Exception {
    Path json = folder.resolve("out.json");
    Ran ran = simulate("--policies", "deadline,fastest", "--seeds", "2", "--json", json.toString());

    assertThat(ran.exit()).as(ran.err()).isZero();
    JsonNode rows = new JsonMapper().readTree(Files.readString(json)).get("results");
    assertThat(rows).hasSize(4);
    for (JsonNode row : rows) {
      assertThat(row.propertyNames())
          .containsExactly(
              "scenario",
              "policy",
              "seed",
              "dhr",
              "bound",
              "dhrOverBound",
              "p50Ms",
              "p99Ms",
              "cloudShare",
              "duplicates",
              "right");
      assertThat(row.get("dhr").asDouble()).isLessThanOrEqualTo(row.get("bound").asDouble());
      assertThat(row.get("dhr").asDouble()).isBetween(0.5, 1.0);
    }
    assertThat(ran.out()).contains("mean", "worst", "bursts", "Gain over fastest");
  }

  @Test
  void theSameSeedsGiveTheSameBytes() throws Exception {
    for (String name : List.of("first", "second")) {
      Path base = folder.resolve(name);
      Ran ran =
          simulate(
              "--policies",
              "priced,random",
              "--seeds",
              "2",
              "--json",
              base + ".json",
              "--html",
              base + ".html");
      Files.writeString(Path.of(base + ".txt"), ran.out());
    }
    for (String suffix : List.of(".json", ".html", ".txt")) {
      assertThat(folder.resolve("first" + suffix))
          .hasSameBinaryContentAs(folder.resolve("second" + suffix));
    }
  }

  @Test
  void thePageNeedsNothingElse() throws Exception {
    Path html = folder.resolve("out.html");
    simulate("--policies", "fastest", "--seeds", "1", "--html", html.toString());

    assertThat(Files.readString(html))
        .contains("<svg", "bursts", "A test &lt; of bursts.", "bound %", "gap, points")
        .doesNotContain("src=", "href=", "<script", "url(");
  }

  @Test
  void withoutTheBoundScoresAreShareOfAll() throws Exception {
    Path json = folder.resolve("out.json");
    Ran ran =
        simulate("--policies", "fastest", "--seeds", "1", "--no-bound", "--json", json.toString());

    assertThat(ran.out()).startsWith("Answers in time, in % of all");
    JsonNode row = new JsonMapper().readTree(Files.readString(json)).get("results").get(0);
    assertThat(row.get("bound").isNull()).isTrue();
  }

  @Test
  void anUnknownPolicyIsAnsweredWithTheKnownOnes() {
    Ran ran = simulate("--policies", "fast");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("unknown policy 'fast'", "deadline", "unsure-calls");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Ran ran = run("simulate", "--scenarios", folder.resolve("nowhere").toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("nowhere: there is no such folder");
  }

  @Test
  void drawnScenariosAreTheSameFromTheSameSeedAndRun() throws Exception {
    Path drawn = folder.resolve("drawn");
    assertThat(run("generate", "--seed", "5", "--count", "8", "--out", drawn.toString()).exit())
        .isZero();

    assertThat(ScenarioGenerator.draw(5, 8)).isEqualTo(ScenarioGenerator.draw(5, 8));
    assertThat(ScenarioGenerator.draw(5, 8))
        .startsWith(ScenarioGenerator.draw(5, 3).toArray(String[]::new));
    assertThat(ScenarioGenerator.draw(6, 1)).isNotEqualTo(ScenarioGenerator.draw(5, 1));
    assertThat(ScenarioFile.folder(drawn, new TraceFolder(java.util.Optional.empty()))).hasSize(8);
  }

  @Test
  void aPolicyThatBeatsTheBoundStopsTheRun() {
    assertThatThrownBy(() -> Experiment.requireWithin("magic", "bursts", 3, 0.91, 0.9))
        .hasMessageContaining("magic beats the bound on bursts, seed 3");
    Experiment.requireWithin("honest", "bursts", 3, 0.9, 0.9);
  }

  @Test
  void gainsArePairedByScenarioAndSeed() {
    List<ResultRow> rows = new ArrayList<>();
    for (int seed = 1; seed <= 5; seed++) {
      rows.add(row("easy", "fastest", seed, 0.95 + seed / 1_000.0));
      rows.add(row("easy", "deadline", seed, 0.96 + seed / 1_000.0));
      rows.add(row("hard", "fastest", seed, 0.70 + seed / 100.0));
      rows.add(row("hard", "deadline", seed, 0.80 + seed / 100.0));
    }
    PairedGain gain = PairedGain.of(new Results(rows), "deadline", "fastest");

    assertThat(gain.mean().value()).isCloseTo(5.5, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(gain.worst().value()).isCloseTo(10, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(gain.worst().low()).isCloseTo(10, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(gain.mean().low()).isBetween(0.9, 5.5);
    assertThat(gain.mean().high()).isBetween(5.5, 10.1);
  }

  private static ResultRow row(String scenario, String policy, long seed, double dhr) {
    return new ResultRow(scenario, policy, seed, dhr, 1, dhr, 1, 1, 0, 0, dhr);
  }
}
