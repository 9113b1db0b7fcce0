package dev.sluice.bench.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a rate has stopped rising: the mean of the last three seconds is within a few percent of
 * the mean of the three before. Less is not enough: a virtual machine that compiles on the core on
 * which it serves rests on one step for seconds and then goes up by half.
 */
final class Steadiness {
  static final Duration SLICE = Duration.ofMillis(250);
  private static final int SLICES = 12;
  private static final double TOLERANCE = 0.05;

  private final Deque<Double> rates = new ArrayDeque<>();

  /** Adds a slice's rate. */
  boolean isSteadyAfter(double rate) {
    rates.add(rate);
    if (rates.size() > 2 * SLICES) {
      rates.remove();
    }
    if (rates.size() < 2 * SLICES) {
      return false;
    }
    double before = rates.stream().limit(SLICES).mapToDouble(r -> r).average().orElseThrow();
    double now = rates.stream().skip(SLICES).mapToDouble(r -> r).average().orElseThrow();
    return now <= before * (1 + TOLERANCE);
  }
}
