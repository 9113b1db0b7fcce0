package dev.sluice.offload;

/** How much worth per second each class has sent one way, lately: a second's memory. */
final class Flow {
  private static final double MEMORY_NANOS = 1e9;

  private final double[] worth;
  private final long[] lastNanos;

  Flow(int classes) {
    worth = new double[classes];
    lastNanos = new long[classes];
  }

  void add(PlacementRequest request, long nowNanos) {
    int i = request.serviceClass();
    worth[i] = perNano(i, nowNanos) * MEMORY_NANOS + request.weight();
    lastNanos[i] = nowNanos;
  }

  /** Worth per nanosecond. */
  double perNano(int serviceClass, long nowNanos) {
    double elapsed = nowNanos - lastNanos[serviceClass];
    return worth[serviceClass] * Math.exp(-elapsed / MEMORY_NANOS) / MEMORY_NANOS;
  }
}
