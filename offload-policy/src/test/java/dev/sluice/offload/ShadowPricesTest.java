package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShadowPricesTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final double MS = 1e6;

  private final ShadowPrices prices = new ShadowPrices();
  private long nowNanos;

  /** Of the mean size on both sides. */
  private void see(double localMs, double uplinkMs) {
    prices.see(1, 1, 1, localMs * MS, uplinkMs * MS, nowNanos);
  }

  @Test
  void aRequestPaysAQuarterOfWhatWasPlannedBeforeItAndNothingForItself() {
    see(100, NEVER);
    assertThat(prices.local()).isZero();
    see(100, NEVER);
    assertThat(prices.local()).isEqualTo(0.025, within(1e-9));
    assertThat(prices.uplink()).isZero();
  }

  @Test
  void aRequestIsPlannedWhereItTakesLess() {
    see(100, 100);
    see(100, 100);
    see(100, 100);
    assertThat(prices.local()).isEqualTo(0.025, within(1e-9));
    assertThat(prices.uplink()).isEqualTo(0.025, within(1e-9));
  }

  @Test
  void aShortageIsForgottenTwoSecondsAfterItIsOver() {
    for (int i = 0; i < 100; i++) {
      see(1_000, NEVER);
    }
    assertThat(prices.local()).as("no more is planned than is worth it").isEqualTo(0.25);
    nowNanos += 1_999_000_000L;
    see(0, NEVER);
    assertThat(prices.local()).isZero();
  }

  @Test
  void noSideCostsMoreThanHalfOfWhatAnOrdinaryRequestIsWorth() {
    for (int i = 0; i < 100; i++) {
      prices.see(6, 1, 1, 1_000 * MS, NEVER, nowNanos);
    }
    assertThat(prices.local()).isEqualTo(0.5);
  }
}
