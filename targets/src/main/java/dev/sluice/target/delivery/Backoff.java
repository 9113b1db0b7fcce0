package dev.sluice.target.delivery;

import java.util.random.RandomGenerator;

/** Doubling pauses, each cut by up to a half so that many do not return together. */
final class Backoff {
  private static final int DOUBLINGS_MAX = 30;

  private final long firstNanos;
  private final long mostNanos;

  Backoff(long firstNanos, long mostNanos) {
    this.firstNanos = firstNanos;
    this.mostNanos = mostNanos;
  }

  /**
   * @param failures in a row, from 1
   */
  long nanos(int failures, RandomGenerator chance) {
    double whole = (double) firstNanos * Math.pow(2, Math.min(DOUBLINGS_MAX, failures - 1));
    return (long) (Math.min((double) mostNanos, whole) * (1 - chance.nextDouble() / 2));
  }
}
