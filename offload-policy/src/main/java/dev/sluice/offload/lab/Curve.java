package dev.sluice.offload.lab;

/**
 * An amount that accumulates with time, piecewise linear in steps of a millisecond: bytes that a
 * link has carried, or nanoseconds of work that a worker has done.
 */
final class Curve {
  static final long STEP_NANOS = 1_000_000;

  private final double[] sums;

  /**
   * @param perStep the amount of each millisecond
   */
  Curve(double[] perStep) {
    sums = new double[perStep.length + 1];
    for (int i = 0; i < perStep.length; i++) {
      sums[i + 1] = sums[i] + perStep[i];
    }
  }

  /** The amount up to that moment; after the last step nothing is added. */
  double at(long nanos) {
    int step = (int) Math.min(sums.length - 1, nanos / STEP_NANOS);
    if (step == sums.length - 1) {
      return sums[step];
    }
    double part = (double) (nanos - step * STEP_NANOS) / STEP_NANOS;
    return sums[step] + part * (sums[step + 1] - sums[step]);
  }

  /** When that much more will have been added after {@code from}; MAX_VALUE if it never is. */
  long after(long from, double amount) {
    double target = at(from) + amount;
    if (target > sums[sums.length - 1]) {
      return Long.MAX_VALUE;
    }
    int low = 0;
    int high = sums.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return from;
    }
    double part = (target - sums[low - 1]) / (sums[low] - sums[low - 1]);
    return Math.max(from, (long) Math.ceil((low - 1 + part) * STEP_NANOS));
  }
}
