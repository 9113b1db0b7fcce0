package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The local lane: order, workers, what they teach, and what is given up. Mean seeded: 13 ms. */
class PlacementLocalTest {
  private static final long MS = Requests.MS;

  private final PlacementEngine engine = Requests.engine("edge-only");

  @BeforeEach
  void seed() {
    engine.seedLocal(0, Duration.ofMillis(10));
  }

  @Test
  void givesTheEarliestDeadlineFirstAndOnlyToFreeWorkers() {
    place(1, 300);
    place(2, 100);
    place(3, 200);

    assertThat(nextLocal(0)).isEqualTo(2);
    assertThat(nextLocal(0)).isEqualTo(3);
    assertThat(engine.nextLocal(0)).isEmpty();
    engine.onLocalFinished(3, 10 * MS, 10 * MS);

    assertThat(nextLocal(10 * MS)).isEqualTo(1);
  }

  @Test
  void amongEqualDeadlinesTheHigherPriorityGoesFirst() {
    engine.place(prioritised(1, 3), 0);
    engine.place(prioritised(2, 7), 0);

    assertThat(nextLocal(0)).isEqualTo(2);
  }

  @Test
  void predictsTheWaitBehindEarlierDeadlinesOnly() {
    place(1, 100);
    place(2, 100);
    nextLocal(0);
    nextLocal(0);
    place(3, 100);
    place(4, 400);

    // two workers with 13 ms left each; only request 3 goes before a deadline of 200
    assertThat(predicted(5, 200, 0)).isEqualTo(26 * MS);
    assertThat(predicted(6, 500, 0)).isEqualTo(39 * MS);
  }

  @Test
  void expectsAnOverdueWorkerToStayOverdue() {
    place(1, 1_000);
    place(2, 1_000);
    nextLocal(0);
    nextLocal(0);

    assertThat(predicted(3, 5_000, 113 * MS)).isEqualTo(113 * MS);
  }

  @Test
  void learnsHowLongAWorkerWasOccupiedNotTheModelsOwnTime() {
    for (int id = 0; id < 40; id++) {
      long now = id * 100L * MS;
      place(id, 100_000);
      nextLocal(now);
      engine.onLocalFinished(id, 10 * MS, now + 50 * MS);
    }

    assertThat(predicted(99, 100_000, 4_000 * MS)).isBetween(45 * MS, 51 * MS);
  }

  @Test
  void dropsWhatWouldEndTooLateAndReportsItOnce() {
    place(1, 20);
    place(2, 200);

    assertThat(nextLocal(50 * MS)).isEqualTo(2);
    assertThat(drained()).containsExactly(1L);
    assertThat(drained()).isEmpty();
  }

  @Test
  void neverDropsWhatHasNoDeadline() {
    engine.place(Requests.deferrable(1), 0);

    assertThat(nextLocal(1_000_000 * MS)).isEqualTo(1);
  }

  @Test
  void runsAgainWhatItOnceThoughtTooSlow() {
    for (int id = 0; id < 20; id++) {
      place(id, 1_000_000);
      nextLocal(0);
      engine.onLocalFinished(id, 500 * MS, 500 * MS);
    }
    long later = 120_000 * MS;
    engine.place(Requests.due(50, 500 + 300), 500 * MS);
    assertThat(engine.nextLocal(500 * MS)).isEmpty();
    engine.place(Requests.due(51, 120_000 + 300), later);

    assertThat(nextLocal(later)).isEqualTo(51);
  }

  @Test
  void forgetsAWithdrawnRequestButKeepsARunningOnesWorkerBusy() {
    place(1, 100);
    place(2, 100);
    nextLocal(0);
    engine.withdraw(1, 0);
    engine.withdraw(2, 0);

    assertThat(engine.nextLocal(0)).isEmpty();
    assertThat(engine.snapshot(0).localRunning()).isEqualTo(1);
    engine.onLocalFinished(1, 0, 10 * MS);
    assertThat(engine.snapshot(0).localRunning()).isZero();
  }

  @Test
  void refusesToFinishWhatDoesNotRun() {
    place(1, 100);

    assertThatThrownBy(() -> engine.onLocalFinished(1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request id 1 is on no worker");
  }

  private void place(long id, long deadlineMs) {
    assertThat(engine.place(Requests.due(id, deadlineMs), 0).action()).isEqualTo(Action.LOCAL);
  }

  private long nextLocal(long nowNanos) {
    return engine.nextLocal(nowNanos).orElseThrow().id();
  }

  private long predicted(long id, long deadlineMs, long nowNanos) {
    long nanos = engine.place(Requests.due(id, deadlineMs), nowNanos).predictedLocalNanos();
    engine.withdraw(id, nowNanos);
    return nanos;
  }

  private List<Long> drained() {
    List<Long> ids = new ArrayList<>();
    engine.drainDropped(request -> ids.add(request.id()));
    return ids;
  }

  private static PlacementRequest prioritised(long id, int priority) {
    return new PlacementRequest(id, 0, 0, 100 * MS, 1_000, priority, Privacy.CLOUD_OK, true);
  }
}
