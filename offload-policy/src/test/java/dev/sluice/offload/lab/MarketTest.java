package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cheapest run against a slow search along its window, and the direction of a step. */
class MarketTest {
  private static final int BINS = 12;

  /** Bins of any width, some of none at all, as an outage leaves them. */
  private static Market market(SplittableRandom random) {
    double[] edges = new double[BINS + 1];
    double[] capacity = new double[BINS];
    for (int bin = 0; bin < BINS; bin++) {
      capacity[bin] = random.nextInt(4) == 0 ? 0 : random.nextDouble();
      edges[bin + 1] = edges[bin] + capacity[bin];
    }
    Market market = new Market(edges, capacity, 1);
    for (int bin = 0; bin < BINS; bin++) {
      market.prices[bin] = random.nextDouble();
    }
    market.begin();
    return market;
  }

  private static double integral(double[] prices, double[] edges, double from, double until) {
    double sum = 0;
    for (int bin = 0; bin < prices.length; bin++) {
      double overlap = Math.min(until, edges[bin + 1]) - Math.max(from, edges[bin]);
      sum += Math.max(0, overlap) * prices[bin];
    }
    return sum;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noRunInTheWindowIsCheaperAndOneCostsThat(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Market market = market(random);
    double[] edges = new double[BINS + 1];
    for (int bin = 0; bin < BINS; bin++) {
      edges[bin + 1] = edges[bin] + market.capacity[bin];
    }
    double amount = edges[BINS] * random.nextDouble(0.05, 0.4);
    double from = (edges[BINS] - amount) * random.nextDouble() * 0.5;
    double until = from + (edges[BINS] - amount - from) * random.nextDouble();
    market.open(0, amount, from, until);

    double least = Double.MAX_VALUE;
    for (int k = 0; k <= 20_000; k++) {
      double at = from + (until - from) * k / 20_000;
      least = Math.min(least, integral(market.prices, edges, at, at + amount));
    }
    assertThat(market.cheapest(0)).as("seed " + seed).isCloseTo(least, within(1e-3));
    assertThat(market.cheapest(0)).as("seed " + seed).isLessThanOrEqualTo(least + 1e-12);
  }

  @Test
  void whatNobodyOpenedIsNotTaken() {
    Market market = new Market(new double[] {0, 1}, new double[] {1}, 2);
    market.open(1, 0.5, 0.2, 0.4);

    assertThat(market.takes(0)).isFalse();
    assertThat(market.takes(1)).isTrue();
  }

  @Test
  void whatIsSoldBeyondCapacityBecomesDearer() {
    Market market = new Market(new double[] {0, 1, 2}, new double[] {1, 1}, 3);
    for (int i = 0; i < 3; i++) {
      market.open(i, 0.9, 0, 0.1);
    }
    market.begin();
    for (int i = 0; i < 3; i++) {
      market.cheapest(i);
      market.sell(i, 1);
    }
    market.step(0.1);

    assertThat(market.prices[0]).isPositive();
    assertThat(market.prices[1]).isZero();
  }
}
