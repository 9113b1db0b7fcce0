package dev.sluice.offload;

/**
 * Nanoseconds that one byte takes on the uplink, from the bytes acknowledged and the time they kept
 * the wire busy.
 *
 * <pre>
 *   slow = (8 KB * prior + T_30s) / (8 KB + B_30s)
 *   fast = (8 KB * slow  + T_1s ) / (8 KB + B_1s)
 * </pre>
 *
 * where T and B are sums that fade with the time constant in their index. After a quiet minute the
 * estimate is back at its prior, after a quiet second at what this link usually is: a link that was
 * bad is tried again without anybody deciding so.
 */
final class UplinkRate {
  private static final double PRIOR_BYTES = 8 * 1024;
  private static final double FAST_NANOS = 1e9;
  private static final double SLOW_NANOS = 30e9;

  /** One gigabit per second: what acknowledgements in the same microsecond cannot exceed. */
  private static final double NANOS_PER_BYTE_MIN = 8;

  private final double priorNanosPerByte;
  private double fastNanos;
  private double fastBytes;
  private double slowNanos;
  private double slowBytes;
  private long lastNanos;

  UplinkRate(double priorBitsPerSecond) {
    priorNanosPerByte = 8e9 / priorBitsPerSecond;
  }

  void learn(double busyNanos, long bytes, long nowNanos) {
    fade(nowNanos);
    fastNanos += busyNanos;
    fastBytes += bytes;
    slowNanos += busyNanos;
    slowBytes += bytes;
  }

  double nanosPerByte(long nowNanos) {
    return withSilence(0, 0, nowNanos);
  }

  /**
   * The rate if the {@code bytes} now waiting for their acknowledgement were to get it at this
   * moment, after {@code silentNanos}: silence is evidence before it ends.
   */
  double withSilence(double silentNanos, long bytes, long nowNanos) {
    fade(nowNanos);
    double usual = (PRIOR_BYTES * priorNanosPerByte + slowNanos) / (PRIOR_BYTES + slowBytes);
    double rate =
        (PRIOR_BYTES * usual + fastNanos + silentNanos) / (PRIOR_BYTES + fastBytes + bytes);
    return Math.max(NANOS_PER_BYTE_MIN, rate);
  }

  private void fade(long nowNanos) {
    if (nowNanos == lastNanos) {
      return;
    }
    double elapsed = nowNanos - lastNanos;
    double fast = Math.exp(-elapsed / FAST_NANOS);
    double slow = Math.exp(-elapsed / SLOW_NANOS);
    fastNanos *= fast;
    fastBytes *= fast;
    slowNanos *= slow;
    slowBytes *= slow;
    lastNanos = nowNanos;
  }
}
