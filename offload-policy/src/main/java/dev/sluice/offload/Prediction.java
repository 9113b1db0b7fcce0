package dev.sluice.offload;

/** When one side would answer: nanoseconds from now, with a standard deviation; overwritten. */
final class Prediction {
  private static final double FLOOR_VARIANCE = 0.5e6 * 0.5e6;

  private long nanos;
  private double deviationNanos;

  void set(double meanNanos, double variance) {
    nanos = (long) meanNanos;
    deviationNanos = Math.sqrt(variance + FLOOR_VARIANCE);
  }

  long nanos() {
    return nanos;
  }

  double deviationNanos() {
    return deviationNanos;
  }
}
