package dev.sluice.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every way not to start: exit code 2 and one line that says what, where and what to do. */
class SimTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream console = System.err;

  @BeforeEach
  void listen() throws IOException {
    System.setErr(new PrintStream(said, true, UTF_8));
    Files.writeString(
        folder.resolve("sim.yaml"),
        "groups:\n  - {name: pump, count: 1, topic: 'sensors/{device}/v'}\n");
  }

  @AfterEach
  void restore() {
    System.setErr(console);
  }

  @Test
  void namesFileLineAndFieldOfAWrongConfig() throws IOException {
    Files.writeString(folder.resolve("sim.yaml"), "groups:\n  - {name: pump, count: 0}\n");
    assertThat(run()).isEqualTo(2);
    assertThat(said.toString(UTF_8)).contains("sim.yaml:2:").contains("groups.0.count");
  }

  @Test
  void namesAMissingConfig() throws IOException {
    Files.delete(folder.resolve("sim.yaml"));
    assertThat(run()).isEqualTo(2);
    assertThat(said.toString(UTF_8)).contains("sim.yaml");
  }

  @Test
  void namesAMissingSeries() {
    assertThat(run("--replay", "nope.csv")).isEqualTo(2);
    assertThat(line()).isEqualTo(folder.resolve("nope.csv") + ": no such file");
  }

  @Test
  void namesTheLineOfABrokenSeries() throws IOException {
    Files.writeString(folder.resolve("s.csv"), "timestamp,value\n0,1\nx,2\n");
    assertThat(run("--replay", "s.csv")).isEqualTo(2);
    assertThat(line()).startsWith(folder.resolve("s.csv") + ":3: no timestamp: 'x'");
  }

  @Test
  void refusesTimesAndSpeedsThatAreNotPositive() {
    assertThat(run("--seconds", "0")).isEqualTo(2);
    assertThat(line()).isEqualTo("--seconds: must be more than 0 (found 0.0)");
    assertThat(run("--speed", "-1")).isEqualTo(2);
    assertThat(line()).isEqualTo("--speed: must be more than 0 (found -1.0)");
  }

  @Test
  void findsOutBeforeTheRunThatTheReportHasNoPlace() {
    assertThat(run("--report", "no/such/report.json")).isEqualTo(2);
    assertThat(line())
        .isEqualTo("--report: no folder " + folder.resolve("no/such") + ": create it first");
  }

  @Test
  void namesTheBrokerThatIsNotThere() {
    assertThat(run("--port", "1", "--set", "connect-timeout=300ms")).isEqualTo(2);
    assertThat(line()).startsWith("0 of 1 devices connected to 127.0.0.1:1 within 0.3 s");
  }

  @Test
  void explainsAnUnknownOption() {
    assertThat(run("--reprot", "x")).isEqualTo(2);
    assertThat(said.toString(UTF_8)).contains("Unknown options: '--reprot'");
  }

  private int run(String... options) {
    said.reset();
    List<String> words =
        new ArrayList<>(
            List.of(
                "--config", folder.resolve("sim.yaml").toString(), "--data", folder.toString()));
    words.addAll(List.of(options));
    return new CommandLine(new Sim()).execute(words.toArray(String[]::new));
  }

  private String line() {
    assertThat(said.toString(UTF_8).lines()).hasSize(1);
    return said.toString(UTF_8).strip();
  }
}
