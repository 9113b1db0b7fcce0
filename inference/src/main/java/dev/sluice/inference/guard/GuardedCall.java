package dev.sluice.inference.guard;

import java.util.Comparator;

/** One call from its request to its end. */
final class GuardedCall {
  static final Comparator<GuardedCall> MOST_URGENT_FIRST =
      Comparator.<GuardedCall>comparingLong(call -> call.deadlineNanos)
          .thenComparing(call -> -call.priority)
          .thenComparingLong(call -> call.id);
  static final Comparator<GuardedCall> BY_TIMER =
      Comparator.<GuardedCall>comparingLong(call -> call.timerNanos)
          .thenComparingLong(call -> call.id);

  private static final long UNANSWERED = Long.MAX_VALUE;

  /** Where it is. */
  enum Stage {
    WAITING,
    IN_FLIGHT,
    PAUSING
  }

  // for the call
  final long id;
  final long deadlineNanos;
  final int priority;
  int attempts;

  /** When something has to be done for it: its deadline, or earlier. */
  long timerNanos;

  Stage stage = Stage.WAITING;

  // for the attempt
  private long begunNanos;
  private long answeredNanos;

  /** When it was last heard of, or sent. */
  long heardNanos;

  int breakerPeriod;

  GuardedCall(long id, long deadlineNanos, int priority) {
    this.id = id;
    this.deadlineNanos = deadlineNanos;
    this.priority = priority;
    this.timerNanos = deadlineNanos;
  }

  void onBegun(long nowNanos) {
    begunNanos = nowNanos;
    heardNanos = nowNanos;
    answeredNanos = UNANSWERED;
  }

  void onHeard(long nowNanos) {
    heardNanos = nowNanos;
    answeredNanos = Math.min(answeredNanos, nowNanos);
  }

  /** Until the answer began: how long it then goes on is not the server's doing. */
  long tookNanos(long nowNanos) {
    return Math.min(answeredNanos, nowNanos) - begunNanos;
  }
}
