package dev.sluice.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void saysNothingOfNothing() {
    assertThat(latencies.percentileMs(50)).isEmpty();
  }

  @Test
  void findsPercentilesToThreeDigits() {
    for (int ms = 1; ms <= 100; ms++) {
      latencies.record(ms * 1_000_000L);
    }
    assertThat(latencies.percentileMs(50).orElseThrow()).isCloseTo(50, withPercentage(0.2));
    assertThat(latencies.percentileMs(99).orElseThrow()).isCloseTo(99, withPercentage(0.2));
  }

  @Test
  void takesTimesBeyondItsRangeForItsEnds() {
    latencies.record(-5);
    latencies.record(Long.MAX_VALUE);
    assertThat(latencies.percentileMs(1)).hasValue(0);
    assertThat(latencies.percentileMs(100).orElseThrow())
        .isCloseTo(24 * 3_600_000.0, withPercentage(0.2));
  }

  @Test
  void addsAnother() {
    Latencies other = new Latencies();
    other.record(7_000_000);
    latencies.add(other);
    assertThat(latencies.percentileMs(50).orElseThrow()).isCloseTo(7, withPercentage(0.2));
  }
}
