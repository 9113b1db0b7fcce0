package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cloud lane: order, window, link, breaker. 1 ms per KB, 20 ms round trip. */
class PlacementCloudTest {
  private static final long MS = Requests.MS;

  private final PlacementEngine engine = Requests.connected("cloud-only");

  @Test
  void sendsTheEarliestDeadlineFirstAndDeferredOnesLast() {
    engine.place(Requests.deferrable(1), 0);
    place(2, 900);
    place(3, 400);

    assertThat(nextCloud(0)).isEqualTo(3);
    assertThat(nextCloud(0)).isEqualTo(2);
    assertThat(nextCloud(0)).isEqualTo(1);
  }

  @Test
  void theNextIsHandedOverShortlyBeforeTheWireWouldRest() {
    // rtt 20 + deviation 20 (doubled: unmeasured) + 4 ms: half of it is 22 ms, at 1 ms per KB
    engine.place(Requests.sized(1, 5_000, 30_000), 0);
    engine.place(Requests.sized(2, 5_000, 30_000), 0);
    engine.place(Requests.sized(3, 5_000, 30_000), 0);

    assertThat(nextCloud(0)).isEqualTo(1);
    assertThat(engine.nextCloud(5 * MS)).as("26 KB have not left").isEmpty();
    assertThat(nextCloud(11 * MS)).as("no acknowledgement before 50 ms").isEqualTo(2);
    assertThat(engine.nextCloud(40 * MS)).as("28 KB of 60 have not left").isEmpty();
    engine.onReceived(1, 50 * MS);

    assertThat(nextCloud(50 * MS)).isEqualTo(3);
  }

  @Test
  void neverHasMoreUnacknowledgedThanItsWindow() {
    for (int id = 0; id < 6; id++) {
      place(id, 5_000);
    }
    for (int id = 0; id < 4; id++) {
      assertThat(nextCloud(0)).isEqualTo(id);
    }
    assertThat(engine.nextCloud(0)).isEmpty();
    engine.onReceived(0, 21 * MS);

    assertThat(nextCloud(21 * MS)).isEqualTo(4);
    assertThat(engine.nextCloud(21 * MS)).isEmpty();
  }

  @Test
  void anAcknowledgementCoversWhatWasSentBefore() {
    place(1, 5_000);
    place(2, 5_000);
    nextCloud(0);
    nextCloud(0);
    engine.onReceived(2, 22 * MS);

    assertThat(engine.snapshot(22 * MS).onWireBytes()).isZero();
    assertThat(engine.snapshot(22 * MS).onWire()).isEqualTo(2);
  }

  @Test
  void aLostConnectionReturnsWhatIsNotAnsweredInDeadlineOrder() {
    place(1, 9_000);
    place(2, 7_000);
    place(3, 8_000);
    nextCloud(0);
    nextCloud(0);
    nextCloud(0);
    engine.onReceived(2, 22 * MS);
    engine.onLinkDown(30 * MS);
    assertThat(engine.nextCloud(30 * MS)).isEmpty();
    engine.onLinkUp(40 * MS);

    assertThat(nextCloud(40 * MS)).isEqualTo(2);
    assertThat(nextCloud(40 * MS)).isEqualTo(3);
    assertThat(nextCloud(40 * MS)).isEqualTo(1);
  }

  @Test
  void anAcknowledgementOfWhatWasSentTwiceTellsNoTimes() {
    place(1, 9_000);
    nextCloud(0);
    engine.onLinkDown(5 * MS);
    engine.onLinkUp(100 * MS);
    nextCloud(100 * MS);
    PlacementEngine.Snapshot before = engine.snapshot(100 * MS);
    engine.onReceived(1, 101 * MS); // of the first time
    assertThat(engine.snapshot(101 * MS).rttMs()).isEqualTo(before.rttMs());
    assertThat(engine.snapshot(101 * MS).uplinkMbps()).isEqualTo(before.uplinkMbps());
    engine.onCloudAnswer(1, 0, MS, 120 * MS);

    place(1, 9_000);
    nextCloud(200 * MS);
    engine.onReceived(1, 205 * MS);
    assertThat(engine.snapshot(205 * MS).rttMs()).as("sent once, and so told").isLessThan(10);
  }

  @Test
  void anAnswerFromBeforeTheLossSparesSendingAgain() {
    place(1, 9_000);
    nextCloud(0);
    engine.onLinkDown(10 * MS);
    engine.onLinkUp(20 * MS);
    engine.onCloudAnswer(1, 0, 5 * MS, 21 * MS);

    assertThat(engine.nextCloud(21 * MS)).isEmpty();
    assertThat(engine.snapshot(21 * MS).outbox()).isZero();
  }

  @Test
  void whatWasWithdrawnDoesNotComeBack() {
    place(1, 9_000);
    place(2, 9_000);
    nextCloud(0);
    engine.withdraw(1, MS);
    engine.withdraw(2, MS);
    assertThat(engine.snapshot(MS).onWire()).isZero();
    assertThat(engine.snapshot(MS).onWireBytes()).isEqualTo(1_000);
    engine.onLinkDown(2 * MS);
    engine.onLinkUp(3 * MS);

    assertThat(engine.nextCloud(3 * MS)).isEmpty();
  }

  @Test
  void dropsWhatTheCloudCannotAnswerInTimeAnyMore() {
    for (int id = 10; id < 40; id++) {
      place(id, 5_000);
      nextCloud(0);
      engine.onReceived(id, 21 * MS);
      engine.onCloudAnswer(id, 0, 40 * MS, 61 * MS);
    }
    place(1, 100);
    place(2, 5_000);

    assertThat(nextCloud(61 * MS)).isEqualTo(2);
    List<Long> dropped = new ArrayList<>();
    engine.drainDropped(request -> dropped.add(request.id()));
    assertThat(dropped).containsExactly(1L);
  }

  @Test
  void aCloudThatRefusesAtOnceIsNotTakenForAQuickOneAndTriedAgainLater() {
    long before = predictedCloud(1, 0);
    long now = 0;
    for (int id = 100; id < 130; id++) {
      now += 50 * MS;
      engine.place(Requests.due(id, now / MS + 200), now);
      nextCloud(now);
      engine.onReceived(id, now + 20 * MS);
      engine.onCloudRefusal(id, now + 21 * MS);
    }
    long refused = predictedCloud(2, now + 30 * MS);
    assertThat(refused).as("no answer within 200 ms").isGreaterThan(150 * MS);

    long later = now + 600_000 * MS;
    assertThat(predictedCloud(3, later)).isBetween(before, before + (refused - before) / 10);
  }

  @Test
  void learnsRoundTripAndRateFromAcknowledgements() {
    long now = 0;
    for (int id = 0; id < 60; id++) {
      int bytes = id % 2 == 0 ? 200 : 50_000;
      engine.place(Requests.sized(id, 1_000_000, bytes), now);
      assertThat(nextCloud(now)).isEqualTo(id);
      // truth: 60 ms and 4 ms per KB
      now += 60 * MS + bytes * 4_000L;
      engine.onReceived(id, now);
      engine.onCloudAnswer(id, 0, 5 * MS, now);
    }

    assertThat(engine.snapshot(now).rttMs()).isBetween(50.0, 70.0);
    assertThat(engine.snapshot(now).uplinkMbps()).isBetween(1.7, 2.4);
  }

  @Test
  void silenceOnTheWireMakesTheCloudLookSlowBeforeAnythingTimesOut() {
    place(1, 5_000);
    nextCloud(0);
    long before = predictedCloud(2, MS);

    assertThat(predictedCloud(3, 200 * MS)).isGreaterThan(before + 100 * MS);
  }

  private static long leftAfter15Ms(PlacementPolicy policy) {
    PlacementEngine engine = new PlacementEngine(Requests.settings(), policy);
    engine.onLinkUp(0);
    engine.place(Requests.sized(1, 5_000, 30_000), 0);
    assertThat(engine.nextCloud(0)).isPresent();
    long before = engine.place(Requests.due(2, 60_000), 0).predictedCloudNanos();
    engine.withdraw(2, 0);
    return before - engine.place(Requests.due(3, 60_000), 15 * MS).predictedCloudNanos();
  }

  @Test
  void whatMustHaveLeftTheWireCountsForAFifthWhereFlightIsTracked() {
    assertThat(leftAfter15Ms(new SendsUp(Set.of(Care.FLIGHT)))).isBetween(11 * MS, 13 * MS);
    assertThat(leftAfter15Ms(Policies.named("cloud-only"))).isZero();
  }

  @Test
  void requestsThatRunLateOnAWireThatMovesAreNoEvidenceAgainstTheCloud() {
    PlacementEngine wide = wide();
    BusyWire wire = new BusyWire(wide, 0, 0, 40 * MS);
    wire.send(300);

    assertThat(wire.breakers).containsOnly("closed");
    // 8 Mbit/s were said, 1 KB in 40 ms are 0.2
    assertThat(wide.snapshot(wire.now).uplinkMbps()).isLessThan(0.35);
  }

  @Test
  void aWireThatIsNeverIdleIsDrainedAtTimesToLearnItsTrip() {
    PlacementEngine wide = wide();
    long now = 0;
    for (int ping = 0; ping < 20; ping++) {
      now += 1_000 * MS;
      wide.onRoundTrip(300 * MS, now);
    }
    assertThat(wide.snapshot(now).rttMs()).as("while it was cold").isGreaterThan(250);
    BusyWire wire = new BusyWire(wide, now, 300 * MS, 10 * MS);
    wire.send(400);

    // truth: 20 ms, and 10 ms for each request
    assertThat(wide.snapshot(wire.now).rttMs()).isLessThan(60.0);
  }

  @Test
  void aRequestThatIsLostDoesNotKeepADrainedWireShut() {
    PlacementEngine wide = wide();
    new BusyWire(wide, 0, 0, 10 * MS).send(60);
    long now = 5_000 * MS; // by then nothing has been acknowledged for seconds
    wide.place(Requests.due(1_000, 60_000), now);
    assertThat(wide.nextCloud(now)).as("while the lost ones are waited for").isEmpty();

    assertThat(wide.nextCloud(now + 300 * MS)).isPresent();
  }

  private static PlacementEngine wide() {
    PlacementEngine engine =
        new PlacementEngine(
            new PlacementEngine.Settings(2, 1, 8, 256, 128, Duration.ofMillis(20), 8e6),
            Policies.named("cloud-only"));
    engine.onLinkUp(0);
    return engine;
  }

  /**
   * A wire that always has as many requests as the engine lets go: each is acknowledged a trip of
   * 20 ms after it was carried, and its requester gives up 500 ms after it was sent.
   */
  private static final class BusyWire {
    private static final long PATIENCE = 500 * MS;

    private record Sent(long id, long atNanos, long arrivalNanos) {}

    final Set<String> breakers = new HashSet<>();
    final long eachNanos;
    final PlacementEngine engine;
    final Deque<Sent> carried = new ArrayDeque<>();
    final Deque<Sent> awaited = new ArrayDeque<>();
    long now;
    long free;

    BusyWire(PlacementEngine engine, long now, long coldNanos, long eachNanos) {
      this.engine = engine;
      this.now = now;
      this.free = now + coldNanos;
      this.eachNanos = eachNanos;
    }

    void send(int count) {
      long until = now + 60_000 * MS;
      for (int id = 0; id < count; now += MS) {
        assertThat(now).as("%s of %s sent", id, count).isLessThan(until);
        while (!carried.isEmpty() && carried.peek().arrivalNanos() <= now) {
          long arrived = carried.poll().id();
          engine.onReceived(arrived, now);
          engine.onCloudAnswer(arrived, 0, MS, now);
        }
        while (!awaited.isEmpty() && awaited.peek().atNanos() + PATIENCE <= now) {
          engine.onCloudTimeout(awaited.poll().id(), now);
        }
        breakers.add(engine.snapshot(now).breaker());
        engine.place(Requests.due(id, now / MS + 10_000), now);
        if (engine.nextCloud(now).isPresent()) {
          free = Math.max(now, free) + eachNanos;
          Sent sent = new Sent(id++, now, free + 20 * MS);
          carried.add(sent);
          awaited.add(sent);
        } else {
          engine.withdraw(id, now);
        }
      }
    }
  }

  @Test
  void silenceOpensTheBreakerAndTheProbeIsWhatHasTheMostTime() {
    place(1, 9_000);
    nextCloud(0);
    assertThat(engine.nextCloud(300 * MS)).isEmpty();
    assertThat(engine.snapshot(300 * MS).breaker()).isEqualTo("open");
    engine.place(Requests.deferrable(2), 301 * MS);
    place(3, 8_000);

    assertThat(engine.nextCloud(400 * MS)).isEmpty();
    assertThat(nextCloud(600 * MS)).isEqualTo(2);
    assertThat(engine.nextCloud(600 * MS)).isEmpty();
    engine.onCloudAnswer(2, 0, 5 * MS, 630 * MS);
    assertThat(nextCloud(630 * MS)).isEqualTo(1);
  }

  @Test
  void closesAgainAfterThreeReplies() {
    silenceOpensTheBreakerAndTheProbeIsWhatHasTheMostTime();
    engine.onCloudAnswer(1, 0, 5 * MS, 660 * MS);
    assertThat(engine.snapshot(660 * MS).breaker()).isEqualTo("half-open");
    assertThat(nextCloud(660 * MS)).isEqualTo(3);
    engine.onCloudAnswer(3, 0, 5 * MS, 690 * MS);

    assertThat(engine.snapshot(690 * MS).breaker()).isEqualTo("closed");
  }

  @Test
  void timeoutsOpenTheBreakerOnlyWhenTheCloudHadItsTime() {
    for (int id = 0; id < 3; id++) {
      place(id, 9_000);
      nextCloud(0);
      engine.onReceived(id, 21 * MS);
    }
    for (int id = 0; id < 3; id++) {
      engine.onCloudTimeout(id, 30 * MS);
    }
    assertThat(engine.snapshot(30 * MS).breaker()).isEqualTo("closed");

    for (int id = 10; id < 13; id++) {
      place(id, 9_000);
      nextCloud(30 * MS);
      engine.onReceived(id, 51 * MS);
    }
    for (int id = 10; id < 13; id++) {
      engine.onCloudTimeout(id, 9_000 * MS);
    }
    assertThat(engine.snapshot(9_000 * MS).breaker()).isEqualTo("open");
  }

  @Test
  void aCloudThatKeepsRequestsWithoutAnsweringLooksSlow() {
    long before = predictedCloud(1, 0);
    place(2, 300);
    nextCloud(0);
    engine.onReceived(2, 21 * MS);
    engine.onCloudTimeout(2, 300 * MS);

    assertThat(predictedCloud(3, 301 * MS)).isGreaterThan(before + 50 * MS);
  }

  @Test
  void aRoundTripReportedWithItsAcknowledgementIsNotLearnedTwice() {
    engine.place(Requests.sized(1, 5_000, 200_000), 0);
    nextCloud(0);
    engine.onReceived(1, 220 * MS);
    engine.onRoundTrip(220 * MS, 220 * MS);

    assertThat(engine.snapshot(220 * MS).rttMs()).isLessThan(25);
  }

  private void place(long id, long deadlineMs) {
    assertThat(engine.place(Requests.due(id, deadlineMs), 0).action()).isEqualTo(Action.CLOUD);
  }

  private long nextCloud(long nowNanos) {
    return engine.nextCloud(nowNanos).orElseThrow().id();
  }

  private long predictedCloud(long id, long nowNanos) {
    long nanos = engine.place(Requests.due(id, 60_000), nowNanos).predictedCloudNanos();
    engine.withdraw(id, nowNanos);
    return nanos;
  }
}
