package dev.sluice.broker;

import java.time.Duration;

/**
 * Events per minute, averaged over a window: exponentially weighted, so that nothing is kept but
 * the average.
 *
 * <p>{@code average += (rate - average) * (1 - e^(-interval / window))}, the recurrence of the load
 * averages of Unix.
 */
final class LoadAverage {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final long windowNanos;
  private double perMinute;

  LoadAverage(Duration window) {
    this.windowNanos = window.toNanos();
  }

  /**
   * @param events since the last sample
   * @param intervalNanos since then, above zero
   */
  void sample(long events, long intervalNanos) {
    double rate = events * (NANOS_PER_MINUTE / intervalNanos);
    perMinute += (rate - perMinute) * -Math.expm1(-(double) intervalNanos / windowNanos);
  }

  double perMinute() {
    return perMinute;
  }
}
