package dev.sluice.edge.mqtt;

/**
 * An upper bound on a rate, with some credit for bursts: the virtual scheduling form of the generic
 * cell rate algorithm (ITU-T I.371), which keeps one point in time and no counters.
 *
 * <p>Every unit moves {@code dueNanos} on by its share of a second; who is ahead of the clock by
 * more than the burst has to wait for the difference.
 */
final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  /** No bound at all. */
  static final long UNLIMITED = 0;

  private final double nanosPerUnit;
  private final long burstNanos;
  private long dueNanos = Long.MIN_VALUE;

  /**
   * @param perSecond units, {@link #UNLIMITED} for any number
   */
  Pace(long perSecond) {
    this.nanosPerUnit = perSecond == UNLIMITED ? 0 : NANOS_PER_SECOND / perSecond;
    // A second's worth at once: devices send in bursts, and a second is soon waited for.
    this.burstNanos = perSecond == UNLIMITED ? Long.MAX_VALUE : (long) NANOS_PER_SECOND;
  }

  boolean isLimited() {
    return nanosPerUnit > 0;
  }

  /** Takes note of units that have come, whether they were within the rate or not. */
  void spend(long units, long nowNanos) {
    if (isLimited()) {
      dueNanos = Math.max(dueNanos, nowNanos) + (long) (units * nanosPerUnit);
    }
  }

  /** How long the next unit has to wait; 0 when it need not. */
  long waitNanos(long nowNanos) {
    if (!isLimited() || dueNanos == Long.MIN_VALUE) {
      return 0;
    }
    return Math.max(0, dueNanos - nowNanos - burstNanos);
  }
}
