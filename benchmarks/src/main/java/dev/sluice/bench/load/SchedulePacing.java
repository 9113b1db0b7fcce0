package dev.sluice.bench.load;

import java.util.List;

/**
 * Open loop: messages are due at fixed times, whether or not earlier ones have arrived, and carry
 * the time at which they were due. Waiting is part of what they measure (no coordinated omission).
 */
final class SchedulePacing implements Pacing {
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<Publisher> publishers;
  private final double intervalNanos;
  private long startNanos;
  private long count;

  SchedulePacing(List<Publisher> publishers, int ratePerSecond) {
    this.publishers = publishers;
    this.intervalNanos = NANOS_PER_SECOND / ratePerSecond;
  }

  @Override
  public void publish(long nanos) {
    if (count == 0) {
      startNanos = nanos;
    }
    long due;
    while ((due = startNanos + (long) (count * intervalNanos)) - nanos <= 0) {
      Publisher next = publishers.get((int) (count % publishers.size()));
      if (!next.flow().mayPublish()) {
        return;
      }
      next.publishOne(due);
      count++;
    }
  }

  /** The kernel sleeps in milliseconds, which is longer than what is measured: spin. */
  @Override
  public long waitMillis() {
    return 0;
  }
}
