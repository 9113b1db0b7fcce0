package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole demonstrations with fake programs as real processes. */
@Timeout(120)
class ShowIT {
  private static final List<Placement> ALL =
      List.of(Placement.ADAPTIVE, Placement.EDGE_ONLY, Placement.CLOUD_ONLY, Placement.THRESHOLD);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @AfterEach
  void leavesNoProcessBehind() {
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void showsARunAndReportsIt() throws Exception {
    assertThat(perform("good", List.of(Placement.ADAPTIVE))).as(err.toString()).isZero();
    JsonNode report = report();
    assertThat(report.path("published").asInt()).isEqualTo(100);
    assertThat(report.path("seed").asInt()).isEqualTo(7);
    assertThat(report.path("placement").asString()).isEqualTo("adaptive");
    assertThat(report.path("uplinkOutages").asInt()).isEqualTo(1);
    assertThat(report.path("uplinkDownSeconds").asDouble()).isBetween(0.1, 30.0);
    assertThat(report.path("link").path("resets").asInt()).as("the edge was cut off").isEqualTo(1);
    assertThat(report.path("shares").path("cloud").asDouble()).isEqualTo(0.3);
    assertThat(report.has("runs")).isFalse();
    assertThat(out.toString())
        .containsSubsequence("the uplink is cut", "the uplink is back", "Nothing acknowledged")
        .contains("  up");
  }

  @Test
  void comparesPlacementsOnTheSameSeed() throws Exception {
    assertThat(perform("good", ALL)).as(err.toString()).isZero();
    JsonNode runs = report().path("runs");
    assertThat(runs.valueStream().map(run -> run.path("placement").asString()))
        .containsExactly("adaptive", "edge-only", "cloud-only", "threshold");
    assertThat(runs.valueStream().map(run -> run.path("correctInDeadline").asInt()))
        .containsExactly(90, 60, 50, 80);
    assertThat(report().path("correctInDeadline").asInt()).as("the placed run's").isEqualTo(90);
  }

  @Test
  void aPlacedRunThatDoesNotWinFails() throws Exception {
    assertThat(perform("beaten", List.of(Placement.ADAPTIVE, Placement.THRESHOLD))).isEqualTo(1);
    assertThat(err.toString()).contains("adaptive has correctInDeadline = 70, threshold has 70");
  }

  @Test
  void aLostMessageFails() throws Exception {
    assertThat(perform("lossy", List.of(Placement.ADAPTIVE))).isEqualTo(1);
    assertThat(err.toString()).contains("demo: adaptive: lost = 3");
    assertThat(report().path("lost").asInt()).isEqualTo(3);
    assertThat(out.toString()).contains("NOT as promised");
  }

  @Test
  void aBrokenRequirementFails() throws Exception {
    Requirement requirement = new Requirement.Word().convert("shares.cloud>=0.5");
    assertThat(perform("good", List.of(Placement.ADAPTIVE), requirement)).isEqualTo(1);
    assertThat(err.toString()).contains("demo: shares.cloud = 0.3000, required >= 0.5000");
  }

  @Test
  void aProgramThatDoesNotStartIsNamedWithItsLog() throws Exception {
    assertThat(perform("cloud-dies", List.of(Placement.ADAPTIVE))).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("demo: cloud ended with code 2 before the demonstration did")
        .contains("broker.port: must be <= 65535");
  }

  @Test
  void aProgramThatDiesEarlyIsNamedWithItsLog() throws Exception {
    assertThat(perform("edge-dies", List.of(Placement.ADAPTIVE))).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("demo: edge ended with code 3")
        .contains("event=broken reason=planted");
  }

  @Test
  void devicesWithoutAReportFail() throws Exception {
    assertThat(perform("no-report", List.of(Placement.ADAPTIVE))).isEqualTo(1);
    assertThat(err.toString()).startsWith("demo: devices ended with code 0");
  }

  @Test
  void aProgramThatDoesNotStopIsKilled() throws Exception {
    assertThat(perform("stubborn", List.of(Placement.ADAPTIVE))).as(err.toString()).isZero();
  }

  @Test
  void aLauncherThatIsAbsentIsOneLine() throws Exception {
    Plan plan = Plans.of(List.of("/absent/sluice"), Duration.ofSeconds(1));
    assertThat(perform(plan, List.of(Placement.ADAPTIVE), List.of())).isEqualTo(1);
    assertThat(err.toString()).startsWith("demo: cannot start cloud: ").hasLineCount(1);
  }

  private int perform(String scenario, List<Placement> placements, Requirement... requirements)
      throws InterruptedException {
    Plan plan = Plans.of(FakeProgram.launcher(scenario), Duration.ofSeconds(1));
    return perform(plan, placements, List.of(requirements));
  }

  private int perform(Plan plan, List<Placement> placements, List<Requirement> requirements)
      throws InterruptedException {
    PrintWriter writer = new PrintWriter(out);
    Show show =
        new Show(
            plan,
            placements,
            requirements,
            Optional.of(folder.resolve("deep/demo.json")),
            Optional.of(folder.resolve("logs")));
    return show.perform(new LineView(writer), writer, new PrintWriter(err, true));
  }

  private JsonNode report() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(folder.resolve("deep/demo.json")));
  }
}
