package dev.sluice.offload;

/**
 * How long before its deadline a request has its answer where a fallback stands by: a tenth of its
 * time, 10 to 100 ms. What comes later than that changes nothing.
 */
public final class SafeMargin {
  private static final long MIN_NANOS = 10_000_000;
  private static final long MAX_NANOS = 100_000_000;

  private SafeMargin() {}

  /**
   * @param spanNanos from arrival to deadline
   */
  public static long nanos(long spanNanos) {
    return Math.max(MIN_NANOS, Math.min(MAX_NANOS, spanNanos / 10));
  }
}
