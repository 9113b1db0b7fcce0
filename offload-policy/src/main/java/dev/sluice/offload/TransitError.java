package dev.sluice.offload;

/**
 * How wrong predictions of the way up have been lately, in nanoseconds: positive where an
 * acknowledgement came later than was thought when its request was sent.
 *
 * <pre>
 *   gain = 1 - exp(-elapsed / 1 s), from 1/50 to 1/2
 *   deviation += gain (|error| - deviation);   mean += gain (error - mean)
 *   both fade by 0.5 s / (0.5 s + elapsed), the deviation to what it was at first
 * </pre>
 *
 * They fade because who is thought to be late is sent nothing, and nothing would be learned. A
 * steady link teaches that its rate can be relied on, one that wanders that it cannot; neither has
 * to be told apart by anything else.
 */
final class TransitError {
  private static final double MEMORY_NANOS = 1e9;
  private static final double GAIN_MIN = 1.0 / 50;
  private static final double GAIN_MAX = 1.0 / 2;
  private static final double PRIOR_NANOS = 5e6;
  private static final double FADE_NANOS = 500e6;

  /** Much later and it was an outage, which says little of the rate; much earlier, its end. */
  private static final double LATE_MAX_NANOS = 500e6;

  private static final double EARLY_MAX_NANOS = 200e6;

  private double mean;
  private double deviation = PRIOR_NANOS;
  private long lastNanos;

  void learn(double errorNanos, long nowNanos) {
    double error = Math.max(-EARLY_MAX_NANOS, Math.min(LATE_MAX_NANOS, errorNanos));
    double faded = 1 - Math.exp(-(nowNanos - lastNanos) / MEMORY_NANOS);
    double gain = Math.max(GAIN_MIN, Math.min(GAIN_MAX, faded));
    deviation += gain * (Math.abs(error) - deviation);
    mean += gain * (error - mean);
    lastNanos = nowNanos;
  }

  /** By how much later than thought an acknowledgement is to be expected; 0 if it is not. */
  double lateness(long nowNanos) {
    return Math.max(0, mean) * left(nowNanos);
  }

  double deviation(long nowNanos) {
    double excess = Math.max(0, deviation - PRIOR_NANOS);
    return deviation - excess * (1 - left(nowNanos));
  }

  private double left(long nowNanos) {
    return FADE_NANOS / (FADE_NANOS + nowNanos - lastNanos);
  }
}
