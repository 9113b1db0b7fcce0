package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void aSecondsWorthMayComeAtOnce() {
    Pace pace = new Pace(10);
    for (int i = 0; i < 10; i++) {
      assertThat(pace.waitNanos(5)).as("unit %d", i).isZero();
      pace.spend(1, 5);
    }
    assertThat(pace.waitNanos(5)).isZero();
    pace.spend(1, 5);
    assertThat(pace.waitNanos(5)).isEqualTo(SECOND / 10);
  }

  @Test
  void whoWaitsIsForgivenNoMoreThanTheBurst() {
    Pace pace = new Pace(10);
    pace.spend(1, 0);
    pace.spend(20, 100 * SECOND);
    assertThat(pace.waitNanos(100 * SECOND)).isEqualTo(SECOND);
    assertThat(pace.waitNanos(101 * SECOND)).isZero();
  }

  @Test
  void anyRateIsFineWithoutABound() {
    Pace pace = new Pace(Pace.UNLIMITED);
    pace.spend(1_000_000_000, 0);
    assertThat(pace.waitNanos(0)).isZero();
    assertThat(pace.isLimited()).isFalse();
  }

  @Test
  void aClockThatBeganBelowZeroChangesNothing() {
    Pace pace = new Pace(1);
    long now = -100 * SECOND;
    assertThat(pace.waitNanos(now)).isZero();
    pace.spend(3, now);
    assertThat(pace.waitNanos(now)).isEqualTo(2 * SECOND);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void overAnyLongTimeTheRateHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int perSecond = 1 + random.nextInt(1_000);
    Pace pace = new Pace(perSecond);
    long now = random.nextLong(-SECOND, SECOND);
    long began = now;
    long units = 0;
    for (int i = 0; i < 5_000; i++) {
      now += pace.waitNanos(now) + random.nextLong(1 + SECOND / perSecond / 2);
      pace.spend(1, now);
      units++;
    }
    double seconds = (now - began) / (double) SECOND;
    assertThat(units)
        .as("seed %d", seed)
        .isLessThanOrEqualTo((long) (perSecond * (seconds + 1)) + 2);
    assertThat(units).as("seed %d", seed).isGreaterThan((long) (perSecond * seconds * 0.9));
  }
}
