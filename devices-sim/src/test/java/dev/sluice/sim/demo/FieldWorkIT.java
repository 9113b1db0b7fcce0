package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All trials with fake programs as real processes. */
@Timeout(120)
class FieldWorkIT {
  private final StringWriter progress = new StringWriter();
  private final Children children = new Children();
  @TempDir private Path folder;

  @AfterEach
  void leavesNoProcessBehind() {
    children.close();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private FieldWork work(String scenario) {
    return new FieldWork(
        FakeProgram.launcher(scenario),
        folder,
        folder.resolve("logs"),
        children,
        new FieldRun.Length(Duration.ZERO, Duration.ofSeconds(1)),
        1,
        new PrintWriter(progress));
  }

  @Test
  void runsEachTrialAndSetsTheLaboratoryBesideIt() throws Exception {
    FieldReport report = work("good").perform(FieldTrial.REHEARSED);

    // 60 answers from here within a second
    assertThat(report.measure().localMs()).isCloseTo(1_000 / 60.0, within(1e-9));
    assertThat(report.measure().cloudMs()).isEqualTo(10.5);
    assertThat(report.rows())
        .extracting(FieldReport.Row::trial)
        .containsExactly("busy", "crowded", "bursts", "far");
    assertThat(report.rows()).allMatch(row -> row.hitRatio() == 0.95 && row.rehearsed());
    assertThat(progress.toString()).contains("busy, adaptive: 95.00 % in time, foretold ");
  }

  @Test
  void whereTheLaboratoryIsNotAskedItIsTheDevicesWhoJudge() throws Exception {
    FieldReport report = work("good").perform(FieldTrial.PHASES);

    assertThat(report.rows()).hasSize(15);
    assertThat(report.rows()).allMatch(row -> row.hitRatio() == 0.97 && !row.rehearsed());
  }

  @Test
  void anEdgeNodeThatRecordsNothingIsSaid() {
    assertThatThrownBy(() -> work("keeps-no-log").perform(FieldTrial.REHEARSED))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("cannot read what the edge node has decided")
        .hasMessageContaining("decisions");
  }

  @Test
  void aProgramThatDiesIsSaidWithItsLog() {
    assertThatThrownBy(() -> work("cloud-dies").perform(FieldTrial.REHEARSED))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("broker.port");
  }
}
