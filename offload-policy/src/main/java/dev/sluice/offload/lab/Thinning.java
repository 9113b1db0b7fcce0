package dev.sluice.offload.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Poisson arrivals at a rate that changes with time, by thinning (Lewis and Shedler, 1979). */
final class Thinning {
  private Thinning() {}

  /**
   * @param rateMax per second, never exceeded by {@code rate}
   * @param rate per second, of the time in seconds
   */
  static List<Arrival> draw(
      SplittableRandom random, Duration length, double rateMax, DoubleUnaryOperator rate) {
    List<Arrival> arrivals = new ArrayList<>();
    double end = length.toNanos() / 1e9;
    double seconds = 0;
    while (true) {
      seconds -= Math.log(1 - random.nextDouble()) / rateMax;
      if (seconds >= end) {
        return arrivals;
      }
      if (random.nextDouble() * rateMax < rate.applyAsDouble(seconds)) {
        arrivals.add(new Arrival((long) (seconds * 1e9), 1));
      }
    }
  }
}
