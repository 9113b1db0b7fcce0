package dev.sluice.sim.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShaperTest {
  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final long MILLI = 1_000_000;

  private static Shaper shaper(Bandwidth bandwidth, Duration jitter, long seed) {
    return new Shaper(bandwidth, LATENCY, jitter, new SplittableRandom(seed));
  }

  @Test
  void addsTheLatency() {
    Shaper shaper = shaper(Bandwidth.unlimited(), Duration.ZERO, 1);
    assertThat(shaper.arrivalNanos(5, 100)).isEqualTo(5 + 20 * MILLI);
  }

  @Test
  void queuesForTheBandwidth() {
    Shaper shaper = shaper(Bandwidth.mbps(8), Duration.ZERO, 1);
    assertThat(shaper.arrivalNanos(0, 1_000)).isEqualTo(21 * MILLI);
    assertThat(shaper.arrivalNanos(0, 1_000)).as("behind the first").isEqualTo(22 * MILLI);
    assertThat(shaper.arrivalNanos(50 * MILLI, 1_000)).as("after a pause").isEqualTo(71 * MILLI);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsOrderAndBoundsUnderJitter(long seed) {
    Shaper shaper = shaper(Bandwidth.unlimited(), Duration.ofMillis(10), seed);
    long before = 0;
    boolean jittered = false;
    for (long now = 0; now < 1_000 * MILLI; now += MILLI) {
      long arrival = shaper.arrivalNanos(now, 10);
      assertThat(arrival).isBetween(before, now + 30 * MILLI);
      assertThat(arrival).isGreaterThanOrEqualTo(now + 20 * MILLI);
      jittered |= arrival > now + 25 * MILLI;
      before = arrival;
    }
    assertThat(jittered).isTrue();
  }

  @Test
  void sameSeedSameJitter() {
    Shaper one = shaper(Bandwidth.unlimited(), Duration.ofMillis(10), 9);
    Shaper two = shaper(Bandwidth.unlimited(), Duration.ofMillis(10), 9);
    for (long now = 0; now < 100 * MILLI; now += MILLI) {
      assertThat(one.arrivalNanos(now, 10)).isEqualTo(two.arrivalNanos(now, 10));
    }
  }

  @Test
  void countsWhatItCarried() {
    Shaper shaper = shaper(Bandwidth.unlimited(), Duration.ZERO, 1);
    shaper.arrivalNanos(0, 100);
    shaper.arrivalNanos(0, 23);
    assertThat(shaper.carriedBytes()).isEqualTo(123);
  }
}
