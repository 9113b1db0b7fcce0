package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The late hedge: what the cloud keeps too long is started here. One class of 10 ms. */
class RescueTest {
  private static final long MS = Requests.MS;
  private static final PlacementPolicy UP =
      new PlacementPolicy() {
        @Override
        public String name() {
          return "up";
        }

        @Override
        public java.util.Set<Care> cares() {
          return java.util.EnumSet.of(Care.RESCUE);
        }

        @Override
        public void decide(
            PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
          decision.set(Action.CLOUD, Reason.PREFERRED);
        }
      };

  private final PlacementEngine engine =
      new PlacementEngine(
          new PlacementEngine.Settings(2, 1, 500, 500, 200, Duration.ofMillis(20), 80e6), UP);
  private final List<Long> rescued = new ArrayList<>();
  private final List<Long> dropped = new ArrayList<>();

  RescueTest() {
    engine.seedLocal(0, Duration.ofNanos(10 * MS * 10 / 13));
    engine.onLinkUp(0);
  }

  /** Placed and on the wire. */
  private void send(long id, long deadlineMs) {
    engine.place(Requests.due(id, deadlineMs), 0);
    assertThat(engine.nextCloud(0).orElseThrow().id()).isEqualTo(id);
  }

  private void rescue(long id, long atMs) {
    engine.rescue(id, atMs * MS);
    engine.drainRescued(request -> rescued.add(request.id()));
  }

  @Test
  void itIsDueWhenARunHereCanStillMakeTheDeadline() {
    send(1, 150);

    // 10 ms, and 1.5 times the doubled deviation of an estimate without samples, half the mean.
    assertThat(engine.rescueAtNanos(1, 0)).isBetween(125 * MS, 125 * MS + 10);
  }

  @Test
  void whatIsSilentOnTheWireRunsHereToo() {
    send(1, 150);
    rescue(1, 125);

    assertThat(rescued).containsExactly(1L);
    assertThat(engine.nextLocal(125 * MS).orElseThrow().id()).isEqualTo(1);
  }

  @Test
  void whatTheCloudIsExpectedToAnswerInTimeIsLeftAlone() {
    send(1, 150);
    engine.onReceived(1, 21 * MS);
    rescue(1, 30);

    assertThat(rescued).isEmpty();
  }

  @Test
  void theCloudsAnswerEndsACopyThatStillWaits() {
    send(1, 150);
    rescue(1, 125);
    engine.onCloudAnswer(1, 0, 5 * MS, 126 * MS);
    engine.withdraw(1, 126 * MS);

    assertThat(engine.nextLocal(126 * MS)).isEmpty();
    assertThat(engine.snapshot(126 * MS).localQueue()).isZero();
  }

  @Test
  void aCopyKeepsItsWorkerUntilItIsDone() {
    send(1, 150);
    rescue(1, 125);
    engine.nextLocal(125 * MS);
    engine.onCloudAnswer(1, 0, 5 * MS, 126 * MS);
    engine.withdraw(1, 126 * MS);
    assertThat(engine.snapshot(126 * MS).localRunning()).isEqualTo(1);
    engine.onLocalFinished(1, 10 * MS, 135 * MS);

    assertThat(engine.snapshot(135 * MS).localRunning()).isZero();
  }

  @Test
  void whatWaitsForTheWireMovesInsteadOfBeingCopied() {
    engine.place(Requests.due(1, 150), 0);
    engine.onLinkDown(MS);
    rescue(1, 125);

    assertThat(engine.nextLocal(125 * MS).orElseThrow().id()).isEqualTo(1);
    engine.onLinkUp(126 * MS);
    assertThat(engine.nextCloud(126 * MS)).isEmpty();
  }

  @Test
  void aCopyThatBecomesHopelessGoesUnsaid() {
    send(1, 150);
    rescue(1, 125);
    assertThat(engine.nextLocal(151 * MS)).isEmpty();
    engine.drainDropped(request -> dropped.add(request.id()));

    assertThat(dropped).isEmpty();
    assertThat(engine.snapshot(151 * MS).localQueue()).isZero();
  }

  @Test
  void copiesAreLimitedToAStockAndAHundredthOfWhatGoesUp() {
    int rescues = 0;
    for (int id = 0; id < 180; id++) {
      send(id, 1_000);
    }
    for (int id = 0; id < 180; id++) {
      int before = rescued.size();
      rescue(id, 950);
      if (rescued.size() > before) {
        rescues++;
        assertThat(engine.nextLocal(950 * MS).orElseThrow().id()).isEqualTo(id);
        engine.onLocalFinished(id, 10 * MS, 950 * MS);
      }
    }
    assertThat(rescues).isEqualTo(16);
  }

  @Test
  void aRouteThatFixesTheCloudIsNotRescued() {
    engine.place(Requests.due(1, 100), Policies.named("cloud-only"), 0);

    assertThat(engine.rescueAtNanos(1, 0)).isEqualTo(Long.MAX_VALUE);
  }
}
