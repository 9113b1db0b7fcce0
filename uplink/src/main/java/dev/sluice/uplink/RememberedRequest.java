package dev.sluice.uplink;

import java.util.Comparator;
import java.util.Optional;

/** One request id that the cloud knows: running, then answered, then confirmed by its edge. */
final class RememberedRequest {
  static final Comparator<RememberedRequest> BY_EXPIRY =
      Comparator.<RememberedRequest>comparingLong(remembered -> remembered.expiryNanos)
          .thenComparingLong(remembered -> remembered.requestId)
          .thenComparing(remembered -> remembered.life.link().edgeId())
          .thenComparingLong(remembered -> remembered.life.link().epoch());

  enum State {
    RUNNING,
    ANSWERED,
    CONFIRMED
  }

  final EdgeLife life;
  final long requestId;
  final long deadlineNanos;

  State state = State.RUNNING;

  /** Present while answered: a confirmed answer need not be kept. */
  Optional<byte[]> answer = Optional.empty();

  /** The key of {@link #BY_EXPIRY}: set only while in no ordered set. */
  long expiryNanos;

  RememberedRequest(EdgeLife life, long requestId, long deadlineNanos) {
    this.life = life;
    this.requestId = requestId;
    this.deadlineNanos = deadlineNanos;
  }

  boolean hasDeadline() {
    return deadlineNanos != Long.MAX_VALUE;
  }

  CloudLink.Delivery delivery() {
    return hasDeadline() ? CloudLink.Delivery.PROMPT : CloudLink.Delivery.KEPT;
  }
}
