package dev.sluice.uplink.forward;

/** How fast a lane may send: each byte takes its time, and a short rest may be made good. */
final class Shaping {
  private static final long BURST_NANOS = 100_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long bytesPerSecond;
  private long freeAtNanos = Long.MIN_VALUE;

  /**
   * @param bytesPerSecond 0 for as many as there are
   */
  Shaping(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  boolean isFree(long nowNanos) {
    return freeAtNanos <= nowNanos;
  }

  /** When it may send again. */
  long freeAtNanos() {
    return freeAtNanos;
  }

  void sent(int bytes, long nowNanos) {
    if (bytesPerSecond > 0) {
      long takes = (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
      freeAtNanos = Math.max(freeAtNanos, nowNanos - BURST_NANOS) + takes;
    }
  }
}
