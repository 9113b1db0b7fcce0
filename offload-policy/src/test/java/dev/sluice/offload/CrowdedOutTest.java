package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * One worker, no link, and twice what the worker can take: short runs of 20 ms, long ones of 80.
 */
class CrowdedOutTest {
  private static final long MS = Requests.MS;
  private static final int SHORT = 0;
  private static final int LONG = 1;

  private final PlacementEngine engine =
      new PlacementEngine(
          new PlacementEngine.Settings(1, 2, 256, 256, 64, Duration.ofMillis(20), 1e6),
          Policies.named("priced"));
  private long id;
  private long now;

  CrowdedOutTest() {
    engine.seedLocal(SHORT, Duration.ofNanos((long) (20e6 / 1.3)));
    engine.seedLocal(LONG, Duration.ofNanos((long) (80e6 / 1.3)));
  }

  private Decision place(int serviceClass, int priority) {
    PlacementRequest request =
        new PlacementRequest(
            id++, serviceClass, now, now + 1_000 * MS, 100, priority, Privacy.CLOUD_OK, true);
    return engine.place(request, now);
  }

  private void twiceWhatTheWorkerCanTake(int seconds) {
    for (int i = 0; i < 100 * seconds; i++) {
      place(SHORT, 5);
      now += 10 * MS;
      if (i % 2 == 0) {
        engine
            .nextLocal(now)
            .ifPresent(next -> engine.onLocalFinished(next.id(), 20 * MS, now + 20 * MS));
      }
    }
  }

  @Test
  void aLongRunIsTurnedAwayWhereManyShortOnesWantTheWorker() {
    twiceWhatTheWorkerCanTake(1);

    assertThat(place(LONG, 5).reason()).isEqualTo(Reason.SHED_FOR_OTHERS);
  }

  @Test
  void aWorkerWithNothingToDoTurnsNobodyAwayWhateverWasBefore() {
    twiceWhatTheWorkerCanTake(1);
    for (long each = 0; each < id; each++) {
      engine.withdraw(each, now);
    }

    assertThat(place(LONG, 5).action()).isEqualTo(Action.LOCAL);
  }

  /** The model is not here, and the wire takes no time. */
  @Test
  void aLongRunIsTurnedAwayWhereManyShortOnesWantTheCloudsWorker() {
    engine.onLinkUp(0);
    cloudHasOneWorker();
    for (int i = 0; i < 40; i++) {
      send(SHORT);
    }

    assertThat(send(LONG).reason()).isEqualTo(Reason.SHED_FOR_OTHERS);
    assertThat(send(SHORT).action()).isEqualTo(Action.CLOUD);
  }

  private Decision send(int serviceClass) {
    PlacementRequest request =
        new PlacementRequest(
            id++, serviceClass, now, now + 3_000 * MS, 1, 5, Privacy.CLOUD_OK, false);
    Decision decision = engine.place(request, now);
    engine.nextCloud(now);
    return decision;
  }

  /** Ten at once, each of which waited for those before it; and so again and again. */
  private void cloudHasOneWorker() {
    for (int round = 0; round < 20; round++) {
      long first = id;
      for (int i = 0; i < 10; i++) {
        send(i % 2);
      }
      for (int i = 0; i < 10; i++) {
        engine.onReceived(first + i, now + 20 * MS);
      }
      long waited = 0;
      for (int i = 0; i < 10; i++) {
        long service = (i % 2 == SHORT ? 20 : 80) * MS;
        engine.onCloudAnswer(first + i, waited, service, now + 20 * MS + waited + service);
        waited += service;
      }
      now += 3_000 * MS;
    }
  }

  @Test
  void whereThereIsEnoughNobodyIsTurnedAway() {
    for (int i = 0; i < 100; i++) {
      assertThat(place(i % 10 == 0 ? LONG : SHORT, 5).action()).isEqualTo(Action.LOCAL);
      now += 30 * MS;
      engine.nextLocal(now).ifPresent(next -> engine.onLocalFinished(next.id(), 20 * MS, now));
    }
  }
}
