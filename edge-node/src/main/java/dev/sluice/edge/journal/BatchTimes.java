package dev.sluice.edge.journal;

/** How long batches took to write, the wait for the disk included. */
final class BatchTimes {
  private long totalNanos;
  private long slowestNanos;

  void add(long nanos) {
    totalNanos += nanos;
    slowestNanos = Math.max(slowestNanos, nanos);
  }

  long totalNanos() {
    return totalNanos;
  }

  long slowestNanos() {
    return slowestNanos;
  }
}
