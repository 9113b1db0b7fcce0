package dev.sluice.inference.guard;

import java.time.Duration;

/**
 * How much may be asked again: each first attempt earns a part of a retry, so that retries are
 * never more than a share of the load, however broken the server is; and how long to wait before
 * one, at random up to a bound that doubles. (Finagle's retry budget; full jitter as AWS measured
 * it.)
 */
final class RetryAllowance {
  private static final double PER_CALL = 0.2;
  private static final double SAVED_MAX = 10;
  private static final long PAUSE_MIN_NANOS = Duration.ofMillis(20).toNanos();
  private static final long PAUSE_MAX_NANOS = Duration.ofSeconds(1).toNanos();

  private double saved = SAVED_MAX / 2;

  void onFirstAttempt() {
    saved = Math.min(SAVED_MAX, saved + PER_CALL);
  }

  /** Takes one, if there is one. */
  boolean take() {
    if (saved < 1) {
      return false;
    }
    saved--;
    return true;
  }

  /**
   * @param attempts made so far, from 1
   * @param chance 0 to 1
   */
  static long pauseNanos(int attempts, double chance) {
    long bound = Math.min(PAUSE_MAX_NANOS, PAUSE_MIN_NANOS << Math.min(attempts - 1, 20));
    return (long) (bound * chance);
  }
}
