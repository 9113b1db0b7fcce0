package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A cloud with one worker of 50 ms, and a wire on which nothing takes time but its 20 ms. */
class CloudQueueTest {
  private static final long MS = Requests.MS;
  private static final long SERVICE = 50 * MS;

  /** It has been seen to have one worker: ten at once, of which each waited for those before it. */
  private static final class Cloud {
    final PlacementEngine engine;
    final List<Long> dropped = new ArrayList<>();
    final List<Long> evicted = new ArrayList<>();
    long now;
    long id;

    Cloud(Care... cares) {
      var settings = new PlacementEngine.Settings(1, 1, 8, 256, 64, Duration.ofMillis(20), 1e9);
      engine = new PlacementEngine(settings, new SendsUp(Set.of(cares)));
      engine.onLinkUp(0);
      for (int round = 0; round < 20; round++) {
        tenAtOnce();
      }
    }

    private void tenAtOnce() {
      long first = id;
      for (int i = 0; i < 10; i++) {
        assertThat(sends(60_000)).isTrue();
      }
      long sentNanos = now;
      for (int i = 0; i < 10; i++) {
        engine.onReceived(first + i, sentNanos + 20 * MS);
      }
      for (int i = 0; i < 10; i++) {
        now = sentNanos + 20 * MS + (i + 1) * SERVICE;
        engine.onCloudAnswer(first + i, i * SERVICE, SERVICE, now);
      }
      now += 1_000 * MS;
    }

    long predictedNanos(long deadlineMs) {
      return engine
          .place(Requests.sized(id++, now / MS + deadlineMs, 100), now)
          .predictedCloudNanos();
    }

    boolean sends(long deadlineMs) {
      predictedNanos(deadlineMs);
      boolean sent = engine.nextCloud(now).isPresent();
      engine.drainDropped(request -> dropped.add(request.id()));
      engine.drainEvicted(request -> evicted.add(request.id()));
      return sent;
    }
  }

  @Test
  void aRequestIsToldWhatWaitsBeforeItInTheOutbox() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE);
    long first = cloud.predictedNanos(60_000);
    for (int i = 0; i < 9; i++) {
      cloud.predictedNanos(60_000);
    }

    assertThat(cloud.predictedNanos(70_000) - first).isBetween(300 * MS, 600 * MS);
  }

  @Test
  void whoTakesTheCloudForAMeanIsNot() {
    Cloud cloud = new Cloud();
    long first = cloud.predictedNanos(60_000);
    for (int i = 0; i < 9; i++) {
      cloud.predictedNanos(60_000);
    }

    assertThat(cloud.predictedNanos(70_000) - first).isLessThan(50 * MS);
  }

  @Test
  void whatWouldWaitThereBeyondItsDeadlineIsNotSent() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE);
    for (int i = 0; i < 8; i++) {
      assertThat(cloud.sends(1_000)).isTrue();
    }

    assertThat(cloud.sends(1_001)).isTrue();
    for (int i = 0; i < 12; i++) {
      cloud.sends(1_000);
    }
    assertThat(cloud.sends(1_002)).as("behind more than a second of work").isFalse();
    assertThat(cloud.dropped).contains(cloud.id - 1);
    assertThat(cloud.sends(2_000)).isTrue();
  }

  @Test
  void theMoreUrgentDoesNotWaitThereForTheLessUrgent() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE);
    long alone = cloud.predictedNanos(100);
    cloud.sends(60_000);
    for (int i = 0; i < 8; i++) {
      assertThat(cloud.sends(60_000)).isTrue();
    }

    assertThat(cloud.predictedNanos(200)).isCloseTo(alone, within(60 * MS));
    assertThat(cloud.predictedNanos(70_000)).isGreaterThan(alone + 300 * MS);
  }

  @Test
  void whatIsUpAlreadyAndMoreUrgentMakesTheOutboxLate() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE, Care.EVICTION);
    for (int i = 0; i < 4; i++) {
      assertThat(cloud.sends(300)).isTrue();
    }
    for (int i = 0; i < 3; i++) {
      cloud.predictedNanos(310);
    }
    cloud.engine.drainEvicted(request -> cloud.evicted.add(request.id()));

    assertThat(cloud.evicted).as("seven of 50 ms in 310").isNotEmpty();
  }

  @Test
  void whoWasOvertakenTellsNothingOfTheCloudsWorkers() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE);
    for (int round = 0; round < 10; round++) {
      cloud.sends(60_000);
      long patient = cloud.id - 1;
      cloud.engine.onReceived(patient, cloud.now + 10 * MS);
      for (int i = 0; i < 10; i++) {
        cloud.sends(1_000);
        cloud.engine.onReceived(cloud.id - 1, cloud.now + 10 * MS);
        cloud.now += SERVICE;
        cloud.engine.onCloudAnswer(cloud.id - 1, 0, SERVICE, cloud.now);
      }
      cloud.now += SERVICE;
      cloud.engine.onCloudAnswer(patient, 10 * SERVICE, SERVICE, cloud.now);
    }

    long alone = cloud.predictedNanos(100);
    for (int i = 0; i < 8; i++) {
      cloud.sends(60_000);
    }
    assertThat(cloud.predictedNanos(70_000) - alone).isBetween(300 * MS, 500 * MS);
  }

  @Test
  void aCloudThatHasBecomeLargerIsNoticedWhereNothingWaits() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE);
    for (int round = 0; round < 10; round++) {
      long first = cloud.id;
      for (int i = 0; i < 10; i++) {
        cloud.sends(60_000);
      }
      for (int i = 0; i < 10; i++) {
        cloud.engine.onReceived(first + i, cloud.now + 20 * MS);
      }
      cloud.now += 70 * MS;
      for (int i = 0; i < 10; i++) {
        cloud.engine.onCloudAnswer(first + i, 0, SERVICE, cloud.now);
      }
    }

    long alone = cloud.predictedNanos(100);
    for (int i = 0; i < 8; i++) {
      cloud.sends(60_000);
    }
    assertThat(cloud.predictedNanos(70_000) - alone).isLessThan(50 * MS);
  }

  @Test
  void waitingForOthersOfOursIsNotTakenForSlowness() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE);
    long before = cloud.predictedNanos(100_000);
    cloud.engine.withdraw(cloud.id - 1, cloud.now);
    cloud.sends(4_000);
    long last = cloud.id - 1;
    cloud.engine.onReceived(last, cloud.now + 20 * MS);
    for (int i = 0; i < 78; i++) {
      // More urgent ones keep coming, and the one worker has nothing left for it.
      assertThat(cloud.sends(90)).isTrue();
      cloud.engine.onReceived(cloud.id - 1, cloud.now + 20 * MS);
      cloud.now += SERVICE;
      cloud.engine.onCloudAnswer(cloud.id - 1, 0, SERVICE, cloud.now);
    }
    cloud.now += SERVICE;
    cloud.engine.onCloudTimeout(last, cloud.now);

    assertThat(cloud.predictedNanos(100_000)).isCloseTo(before, within(2 * MS));
  }

  @Test
  void aCloudThatIsSilentAllTheTimeIsTakenForSlow() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE);
    long before = cloud.predictedNanos(100_000);
    cloud.engine.withdraw(cloud.id - 1, cloud.now);
    cloud.sends(4_000);
    cloud.engine.onReceived(cloud.id - 1, cloud.now + 20 * MS);
    cloud.now += 4_000 * MS;
    cloud.engine.onCloudTimeout(cloud.id - 1, cloud.now);

    assertThat(cloud.predictedNanos(100_000)).isGreaterThan(before + 5 * MS);
  }

  @Test
  void whatWouldBeLateBehindOthersInTheOutboxIsEvictedFromIt() {
    Cloud cloud = new Cloud(Care.CLOUD_QUEUE, Care.EVICTION);
    for (int i = 0; i < 10; i++) {
      cloud.predictedNanos(260);
    }
    cloud.engine.drainEvicted(request -> cloud.evicted.add(request.id()));

    assertThat(cloud.evicted).as("four of ten can be in time there").hasSizeBetween(4, 8);
  }
}
