package dev.sluice.broker;

import java.time.Duration;

/** Points on the monotonic clock that never overflow: what is too far away is {@link #NEVER}. */
final class Deadlines {
  static final long NEVER = Long.MAX_VALUE;

  private static final Duration HORIZON = Duration.ofDays(36_500);

  private Deadlines() {}

  static long after(long nowNanos, Duration delay) {
    if (delay.compareTo(HORIZON) >= 0) {
      return NEVER;
    }
    long deadline = nowNanos + delay.toNanos();
    return deadline < nowNanos ? NEVER : deadline;
  }

  static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
