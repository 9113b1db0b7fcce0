package dev.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario files: those that ship, and what a wrong one is told. */
class ScenarioFileTest {
  private static final Path DESIGN =
      Path.of(System.getProperty("sluice.root"), "config/scenarios/design");
  private static final TraceFolder NO_DATA = new TraceFolder(Optional.empty());
  private static final String GOOD =
      """
      classes:
        - {name: a, bytes: 1500, deadline: 100ms, local: {ms: 6}, cloud: {ms: 3}}
      arrivals:
        - {process: poisson, rate: 90}
      uplink: {kind: constant, mbps: 8}
      """;

  @TempDir Path folder;

  private ScenarioFile load(String text) throws Exception {
    return ScenarioFile.load(Files.writeString(folder.resolve("mine.yaml"), text), NO_DATA);
  }

  @Test
  void theDesignSetHasSixteenScenariosThatRunWithoutRecordedData() throws Exception {
    List<ScenarioFile> files = ScenarioFile.folder(DESIGN, NO_DATA);

    assertThat(files).hasSize(16);
    assertThat(files).allSatisfy(file -> assertThat(file.description()).isNotBlank());
    assertThat(files.stream().flatMap(file -> file.notes().stream()))
        .as("scenarios that would rather have a recorded trace")
        .hasSize(2)
        .allMatch(note -> note.contains("is not there"));
  }

  @Test
  void everyDesignScenarioNamesItsSchemaForEditors() throws Exception {
    try (var files = Files.list(DESIGN)) {
      for (Path file : files.toList()) {
        String first = Files.readAllLines(file).get(0);
        assertThat(first).startsWith("# yaml-language-server: $schema=");
        Path schema = DESIGN.resolve(first.substring(first.indexOf('=') + 1).strip());
        assertThat(schema).isRegularFile();
      }
    }
  }

  @Test
  void theOtherScenariosThatShipCanBeReadToo() throws Exception {
    assertThat(ScenarioFile.folder(DESIGN.resolveSibling("machine"), NO_DATA)).hasSize(2);
    assertThat(ScenarioFile.folder(DESIGN.resolveSibling("cascade"), NO_DATA)).hasSize(2);
  }

  @Test
  void onlyAHotGatewayNoticesItsFaults() {
    assertThatThrownBy(
            () -> load(GOOD + "faults:\n  - {kind: outage, from: 1s, lasts: 1s, noticed: 1s}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("faults.0.noticed: is only for kind: thermal");
  }

  @Test
  void aMinimalFileIsEnough() throws Exception {
    ScenarioFile file = load(GOOD);

    assertThat(file.scenario().name()).isEqualTo("mine");
    assertThat(file.scenario().workers()).isEqualTo(2);
    assertThat(file.scenario().streams().get(0).shares()).containsExactly(1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate: 90         | rte: 90              | mine.yaml:4:24 | did you mean 'rate'",
        "bytes: 1500      | bytes: lots          | mine.yaml:2:22 | must be a whole number",
        "rate: 90         | rate: 0              | mine.yaml:4:30 | must be > 0",
        "poisson          | posson               | mine.yaml:4:15 | must be one of poisson",
        "rate: 90         | 'mix: {b: 1}, rate: 9' | mine.yaml:4   | no class has this name: use"
            + " one of a",
        "rate: 90         | mix: {a: 1}          | mine.yaml:4    | poisson needs the key 'rate'",
        "poisson, rate: 90| periodic             | mine.yaml:4    | periodic needs the key"
            + " 'devices'",
        "constant, mbps: 8| shape                | mine.yaml:5    | needs the key 'points'",
        "constant, mbps: 8| mahimahi             | mine.yaml:5    | needs the key 'file'",
        "ms: 6            | ms: 0                | mine.yaml:2    | must be > 0",
        "100ms            | 100                  | mine.yaml:2    | must be a duration above zero,"
            + " such as"
      })
  void aWrongFileIsToldWhereAndWhat(String good, String bad, String where, String what) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> load(GOOD.replace(good, bad)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(what);
  }

  @Test
  void aFaultThatOverlapsItselfIsRefused() {
    String faults = "faults: [{kind: outage, from: 1s, lasts: 5s, every: 3s, times: 2}]\n";

    assertThatThrownBy(() -> load(GOOD + faults))
        .hasMessageContaining("mine.yaml:6")
        .hasMessageContaining("must be longer than lasts");
  }

  @Test
  void recordedTracesAreReadInTheFormatsOfTheirPublishers() throws Exception {
    Files.writeString(folder.resolve("m.trace"), "1\n1\n4\n");
    Files.writeString(folder.resolve("s.txt"), "0.0 4.5\n0.5\t2.25\n");
    Files.writeString(
        folder.resolve("llm.csv"),
        """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:15:46.6805900,374,44
        2023-11-16 18:15:50.6805900,396,88
        """);
    TraceFolder traces = new TraceFolder(Optional.of(folder));

    assertThat(traces.mahimahi("m.trace", 1)).isPresent();
    assertThat(traces.secondsMbps("s.txt", 1)).isPresent();
    assertThat(traces.llm("llm.csv", java.time.Duration.ZERO, 2).orElseThrow().get(1).atNanos())
        .isEqualTo(2_000_000_000L);
    assertThat(traces.mahimahi("absent", 1)).isEmpty();
  }

  @Test
  void aTraceThatCannotBeReadNamesItsLine() throws Exception {
    Files.writeString(folder.resolve("s.txt"), "0.0 4.5\n0.5 fast\n");

    assertThatThrownBy(() -> new TraceFolder(Optional.of(folder)).secondsMbps("s.txt", 1))
        .hasMessageContaining("s.txt:2")
        .hasMessageContaining("'fast'");
  }
}
