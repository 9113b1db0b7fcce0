package dev.sluice.edge.core;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * When something must happen to a request. Timers of requests that are answered stay in the queue
 * until they are due and find nobody: cheaper than removing them, and bounded by rate times
 * deadline.
 */
final class RequestTimers {

  /** What is due. */
  enum Kind {
    /** See whether the cloud's answer is late, while a run here can still make it. */
    RESCUE,
    /** Start the fallback, in case nothing better comes. */
    STAND_BY,
    /** Answer with the fallback's result, if there is one. */
    SETTLE,
    /** The deadline itself. */
    EXPIRE
  }

  record Timer(long atNanos, long requestId, Kind kind) {}

  private final PriorityQueue<Timer> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Timer::atNanos)
              .thenComparingLong(Timer::requestId)
              .thenComparing(Timer::kind));

  /** Never, if the time is MAX_VALUE. */
  void add(long atNanos, long requestId, Kind kind) {
    if (atNanos != Long.MAX_VALUE) {
      queue.add(new Timer(atNanos, requestId, kind));
    }
  }

  /** When the first is due; {@link Long#MAX_VALUE} when there is none. */
  long nextNanos() {
    Timer first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.atNanos();
  }

  boolean isDue(long nowNanos) {
    return nextNanos() <= nowNanos;
  }

  Timer take() {
    return queue.remove();
  }
}
