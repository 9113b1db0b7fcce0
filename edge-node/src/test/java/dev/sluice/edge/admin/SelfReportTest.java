package dev.sluice.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.Outcome;
import dev.sluice.uplink.NodeReport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SelfReportTest {
  private final AtomicLong nanos = new AtomicLong();
  private final StatusBoard board = new StatusBoard(nanos::get);
  private final SelfReport report = new SelfReport(board, Duration.ofSeconds(3));

  @Test
  void saysNothingBeforeTheNodeHasStarted() {
    assertThat(report.latest()).isEmpty();
  }

  @Test
  void saysWhatTheStatusSays() {
    EdgeStatus status = Statuses.healthy();
    board.post(status);

    NodeReport said = report.latest().orElseThrow();

    assertThat(said.version()).isEqualTo(status.version());
    assertThat(said.policy()).isEqualTo(status.placement().policy());
    assertThat(said.uptimeSeconds()).isEqualTo(status.uptime().toSeconds());
    assertThat(said.everyMs()).isEqualTo(3_000);
    assertThat(said.backlog())
        .containsEntry("local", (long) status.placement().localQueue())
        .containsEntry("outbox", (long) status.placement().outbox())
        .containsEntry("deferred", (long) status.placement().deferred())
        .containsEntry("lanes", status.lanes().stream().mapToLong(EdgeStatus.Lane::waiting).sum());
    for (Outcome.Placement placement : Outcome.Placement.values()) {
      long made = status.dispatch().answersByPlacement().getOrDefault(placement, 0L);
      assertThat(said.answers()).containsEntry(placement.word(), made);
    }
    assertThat(said.models()).hasSameSizeAs(status.models());
  }

  @Test
  void aLoopThatIsLateIsNotWell() {
    board.post(Statuses.healthy());
    nanos.addAndGet(Health.LOOP_LATE.toNanos());

    assertThat(report.latest().orElseThrow().health()).isEqualTo("not-ready");
  }
}
