package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UplinkRateTest {
  private static final long SECOND = 1_000_000_000L;

  /** 2 Mbit/s: 4,000 ns per byte. */
  private final UplinkRate rate = new UplinkRate(2e6);

  @Test
  void isItsPriorUntilMeasured() {
    assertThat(rate.nanosPerByte(SECOND)).isCloseTo(4_000, within(1.0));
  }

  @Test
  void convergesOnTheMeasuredRate() {
    send(100, 1_000, 0, SECOND);

    assertThat(rate.nanosPerByte(SECOND)).isCloseTo(1_000, within(150.0));
  }

  @Test
  void followsACollapseWithinASecond() {
    send(100, 1_000, 0, SECOND);
    send(100, 20_000, SECOND, 2 * SECOND);

    assertThat(rate.nanosPerByte(2 * SECOND)).isGreaterThan(10_000);
  }

  @Test
  void countsSilenceBeforeItEnds() {
    send(100, 1_000, 0, SECOND);
    double known = rate.nanosPerByte(SECOND);

    assertThat(rate.withSilence(0.5 * SECOND, 1_500, SECOND)).isGreaterThan(1.5 * known);
    assertThat(rate.nanosPerByte(SECOND)).isEqualTo(known);
  }

  @Test
  void returnsToItsPriorAfterQuietMinutes() {
    send(100, 50_000, 0, SECOND);

    assertThat(rate.nanosPerByte(600 * SECOND)).isCloseTo(4_000, within(10.0));
  }

  @Test
  void neverClaimsMoreThanAGigabit() {
    send(1_000, 0, 0, SECOND);

    assertThat(rate.nanosPerByte(SECOND)).isGreaterThanOrEqualTo(8);
  }

  /** Messages of 10 KB at an even pace. */
  private void send(int count, double nanosPerByte, long from, long until) {
    for (int i = 1; i <= count; i++) {
      rate.learn(10_000 * nanosPerByte, 10_000, from + (until - from) * i / count);
    }
  }
}
