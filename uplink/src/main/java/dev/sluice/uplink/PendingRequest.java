package dev.sluice.uplink;

import java.util.Comparator;

/** One request that the edge has given to the link and that is neither answered nor forgotten. */
final class PendingRequest {
  static final Comparator<PendingRequest> BY_RESEND =
      Comparator.<PendingRequest>comparingLong(pending -> pending.resendAtNanos)
          .thenComparingLong(pending -> pending.requestId);

  /** Waits double up to 64 times the first. */
  private static final int DOUBLINGS_MAX = 6;

  /** A request that the cloud has is asked for again four times later: its model may be running. */
  private static final int DOUBLINGS_ONCE_RECEIVED = 2;

  final long requestId;
  final String model;
  final int priority;
  final float[] features;
  final long deadlineNanos;

  long sentNanos;
  int times;
  boolean received;

  /** Holds one place of the catch-up window. */
  boolean catchingUp;

  /** The key of {@link #BY_RESEND}: set only while in no ordered set. */
  long resendAtNanos;

  PendingRequest(long requestId, String model, int priority, float[] features, long deadlineNanos) {
    this.requestId = requestId;
    this.model = model;
    this.priority = priority;
    this.features = features;
    this.deadlineNanos = deadlineNanos;
  }

  long resendWaitNanos(long firstNanos) {
    int doublings = times - 1 + (received ? DOUBLINGS_ONCE_RECEIVED : 0);
    return firstNanos << Math.min(doublings, DOUBLINGS_MAX);
  }

  /** Rounded down: the cloud must not think that it has longer. */
  long remainingMs(long nowNanos) {
    if (deadlineNanos == Long.MAX_VALUE) {
      return Envelope.Request.NO_DEADLINE;
    }
    long millis = Math.max(0, deadlineNanos - nowNanos) / 1_000_000;
    return Math.min(millis, Envelope.REMAINING_MS_MAX);
  }
}
