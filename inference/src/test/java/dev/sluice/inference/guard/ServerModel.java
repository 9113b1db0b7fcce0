package dev.sluice.inference.guard;

import java.util.PriorityQueue;

/** A server with slots and a queue, in numbers: when a call that arrives now will be served. */
final class ServerModel {
  private final PriorityQueue<Long> busyUntil = new PriorityQueue<>();
  private final int slots;

  ServerModel(int slots) {
    this.slots = slots;
  }

  /** When it will be done. */
  long serve(long nowNanos, long serviceNanos) {
    while (!busyUntil.isEmpty() && busyUntil.peek() <= nowNanos) {
      busyUntil.poll();
    }
    long starts = busyUntil.size() < slots ? nowNanos : busyUntil.poll();
    long done = starts + serviceNanos;
    busyUntil.add(done);
    return done;
  }
}
