package dev.sluice.offload.lab;

import java.util.Arrays;

/**
 * One side's prices while they are being fitted: the least price of a window, smoothed so that it
 * has a gradient, and Adam's step (Kingma and Ba, 2015) kept at zero or above.
 *
 * <pre>
 *   e_t = exp(-price_t / temperature);   least(window) = -temperature log(mean of e_t)
 * </pre>
 *
 * Sums of e over windows are differences of one running sum, and gradients are spread over windows
 * by differences too, so that a window costs the same whatever its length.
 */
final class SmoothSide {
  private static final double EXPONENT_MIN = -18;
  private static final double MOMENTUM = 0.9;
  private static final double SCALE_MEMORY = 0.99;

  private final double[] prices;
  private final double[] capacity;
  private final double[] weights;
  private final double[] sums;
  private final double[] spread;
  private final double[] first;
  private final double[] second;
  private double temperature;
  private int steps;

  SmoothSide(double[] prices, double[] capacity) {
    this.prices = prices;
    this.capacity = capacity;
    weights = new double[prices.length];
    sums = new double[prices.length + 1];
    spread = new double[prices.length + 1];
    first = new double[prices.length];
    second = new double[prices.length];
  }

  void begin(double nextTemperature) {
    temperature = nextTemperature;
    Arrays.fill(spread, 0);
    for (int t = 0; t < prices.length; t++) {
      weights[t] = Math.exp(Math.max(EXPONENT_MIN, -prices[t] / temperature));
      sums[t + 1] = sums[t] + weights[t];
    }
  }

  double least(int from, int until) {
    double mean = (sums[until + 1] - sums[from]) / (until - from + 1);
    return -temperature * Math.log(mean);
  }

  /** This much is bought, within the window, where it is cheap. */
  void buy(int from, int until, double amount) {
    double share = amount / (sums[until + 1] - sums[from]);
    spread[from] += share;
    spread[until + 1] -= share;
  }

  /** Raises the price of what is bought beyond capacity, lowers that of the rest. */
  void step(double rate) {
    steps++;
    double firstBias = 1 - Math.pow(MOMENTUM, steps);
    double secondBias = 1 - Math.pow(SCALE_MEMORY, steps);
    double bought = 0;
    for (int t = 0; t < prices.length; t++) {
      bought += spread[t];
      double gradient = capacity[t] - weights[t] * bought;
      first[t] = MOMENTUM * first[t] + (1 - MOMENTUM) * gradient;
      second[t] = SCALE_MEMORY * second[t] + (1 - SCALE_MEMORY) * gradient * gradient;
      double scale = Math.sqrt(second[t] / secondBias) + 1e-9;
      prices[t] = Math.max(0, prices[t] - rate * first[t] / firstBias / scale);
    }
  }
}
