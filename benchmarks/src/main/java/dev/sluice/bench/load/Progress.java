package dev.sluice.bench.load;

import java.time.Duration;

/**
 * Notices that nothing arrives any more. Only time during which the traffic flows counts, added up
 * over several calls: a broker that stands still does so across the slices of a warm-up.
 */
final class Progress {
  private final Duration patience;
  private long lastCount;
  private long quietNanos;
  private long lastNanos;

  Progress(Duration patience) {
    this.patience = patience;
  }

  /** The traffic flows from here on. */
  void resume(long nanos) {
    lastNanos = nanos;
  }

  /**
   * Whether the patience is over.
   *
   * @param count of arrivals so far
   */
  boolean isStalled(long count, long nanos) {
    if (count != lastCount) {
      lastCount = count;
      quietNanos = 0;
      lastNanos = nanos;
      return false;
    }
    quietNanos += nanos - lastNanos;
    lastNanos = nanos;
    return quietNanos > patience.toNanos();
  }

  Duration patience() {
    return patience;
  }
}
