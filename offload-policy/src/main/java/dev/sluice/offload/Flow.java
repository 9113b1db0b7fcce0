package dev.sluice.offload;

/** How much of something each class has brought one way per time, lately: a second's memory. */
final class Flow {
  private static final double MEMORY_NANOS = 1e9;

  private final double[] amounts;
  private final long[] lastNanos;

  Flow(int classes) {
    amounts = new double[classes];
    lastNanos = new long[classes];
  }

  void add(int serviceClass, double amount, long nowNanos) {
    amounts[serviceClass] = perNano(serviceClass, nowNanos) * MEMORY_NANOS + amount;
    lastNanos[serviceClass] = nowNanos;
  }

  /** Amount per nanosecond. */
  double perNano(int serviceClass, long nowNanos) {
    double elapsed = nowNanos - lastNanos[serviceClass];
    return amounts[serviceClass] * Math.exp(-elapsed / MEMORY_NANOS) / MEMORY_NANOS;
  }
}
