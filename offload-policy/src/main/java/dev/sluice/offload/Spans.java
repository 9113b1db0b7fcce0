package dev.sluice.offload;

import java.util.Arrays;

/** How much time the requests of each class have had from arrival to deadline, as last seen. */
final class Spans {
  private final long[] nanos;

  Spans(int classes) {
    nanos = new long[classes];
    Arrays.fill(nanos, Long.MAX_VALUE);
  }

  void see(PlacementRequest request) {
    if (request.hasDeadline()) {
      nanos[request.serviceClass()] = request.deadlineNanos() - request.arrivalNanos();
    }
  }

  /** MAX_VALUE when none has come. */
  long of(int serviceClass) {
    return nanos[serviceClass];
  }

  /** MAX_VALUE when nothing with a deadline has come. */
  long shortest() {
    long shortest = Long.MAX_VALUE;
    for (long span : nanos) {
      shortest = Math.min(shortest, span);
    }
    return shortest;
  }
}
