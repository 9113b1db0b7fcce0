package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShadowPricesTest {
  private static final double MS = 1e6;

  private final ShadowPrices prices = new ShadowPrices();
  private final Demand demand = new Demand();
  private long nowNanos;

  private void see(double weight) {
    prices.see(weight, demand, nowNanos);
  }

  private void seeHere(double localMs) {
    demand.none().here(1, localMs * MS);
    see(1);
  }

  /** Of the mean size everywhere; the cloud's workers are enough. */
  private void seeBoth(double localMs, double uplinkMs) {
    demand.none().here(1, localMs * MS).there(1, uplinkMs * MS, 1, 0);
    see(1);
  }

  @Test
  void aRequestPaysAQuarterOfWhatWasPlannedBeforeItAndNothingForItself() {
    seeHere(100);
    assertThat(prices.local()).isZero();
    seeHere(100);
    assertThat(prices.local()).isEqualTo(0.025, within(1e-9));
    assertThat(prices.uplink()).isZero();
  }

  @Test
  void aRequestIsPlannedWhereItTakesLess() {
    seeBoth(100, 100);
    seeBoth(100, 100);
    seeBoth(100, 100);
    assertThat(prices.local()).isEqualTo(0.025, within(1e-9));
    assertThat(prices.uplink()).isEqualTo(0.025, within(1e-9));
  }

  @Test
  void pricesRiseWithPlannedLoadAndFallWithTime() {
    for (int i = 0; i < 200; i++) {
      // Twice what both sides carry; the first side is worth more for it.
      demand.none().here(1, 20 * MS).there(2, 20 * MS, 1, 0);
      see(1);
      nowNanos += 5_000_000;
    }
    assertThat(prices.local()).isPositive();
    assertThat(prices.uplink()).isPositive().isLessThan(prices.local());
    nowNanos += 59_000_000_000L;
    see(1);
    assertThat(prices.local()).isZero();
  }

  @Test
  void aShortageIsForgottenTwoSecondsAfterItIsOver() {
    for (int i = 0; i < 100; i++) {
      seeHere(1_000);
    }
    assertThat(prices.local()).as("no more is planned than is worth it").isEqualTo(0.25);
    nowNanos += 1_999_000_000L;
    seeHere(0);
    assertThat(prices.local()).isZero();
  }

  @Test
  void noSideCostsMoreThanHalfOfWhatAnOrdinaryRequestIsWorth() {
    demand.none().here(1, 1_000 * MS);
    for (int i = 0; i < 100; i++) {
      see(6);
    }
    assertThat(prices.local()).isEqualTo(0.5);
  }

  @Test
  void whoCostsMoreThanItIsWorthIsCrowdedOut() {
    demand.none().here(0.5, 900 * MS);
    see(1);
    demand.here(2, 100 * MS);
    see(1);
    assertThat(prices.crowdedOut()).as("2 * 0.9, and worth 1").isTrue();
    see(2);
    assertThat(prices.crowdedOut()).as("2 * 0.9, and worth 2").isFalse();
  }

  @Test
  void whoHasAnotherSideIsNotCrowdedOut() {
    seeHere(900);
    demand.none().here(2, 100 * MS).there(1, 10 * MS, 1, 0);
    see(1);
    assertThat(prices.crowdedOut()).isFalse();
  }

  @Test
  void theCloudsWorkersCrowdOutToo() {
    demand.none().there(0.1, 1 * MS, 0.5, 900 * MS);
    see(1);
    demand.none().there(0.1, 1 * MS, 2, 100 * MS);
    see(1);
    assertThat(prices.crowdedOut()).isTrue();
    assertThat(prices.uplink()).as("which is not scarce").isLessThan(0.001);
  }

  @Test
  void whatCouldRunNowhereInTimeIsCrowdedOutByNobody() {
    seeHere(900);
    demand.none();
    see(1);
    assertThat(prices.crowdedOut()).isFalse();
  }
}
