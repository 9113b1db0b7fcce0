package dev.sluice.uplink.chat;

import java.util.Optional;

/** A text request of the edge that has not ended: what has come of its answer, and when to ask. */
final class OpenChat {
  private static final long WAIT_MIN_NANOS = 5_000_000_000L;
  private static final long WAIT_MAX_NANOS = 20_000_000_000L;

  final long id;
  final ChatQuestion question;
  final StringBuilder text = new StringBuilder();
  Optional<ChatEnvelope.End> end = Optional.empty();

  /** Whether the cloud may have heard of it, so that it has to be told when it is over. */
  boolean sent;

  /** Whether the cloud is known to have it. */
  boolean heard;

  long dueNanos;
  private long waitNanos = WAIT_MIN_NANOS;

  OpenChat(long id, ChatQuestion question) {
    this.id = id;
    this.question = question;
  }

  /** The cloud has said something of it. */
  void onHeard(long nowNanos) {
    heard = true;
    waitNanos = WAIT_MIN_NANOS;
    dueNanos = nowNanos + waitNanos;
  }

  /** It has been asked for; while nothing comes, each wait is twice as long. */
  void onAsked(long nowNanos) {
    sent = true;
    dueNanos = nowNanos + waitNanos;
    waitNanos = Math.min(2 * waitNanos, WAIT_MAX_NANOS);
  }

  boolean isWhole() {
    return end.filter(told -> text.length() >= told.chars()).isPresent();
  }

  /** Rounded down: the cloud must not think that it has longer. */
  int remainingMs(long nowNanos) {
    long millis = Math.max(0, question.deadlineNanos() - nowNanos) / 1_000_000;
    return (int) Math.min(millis, ChatEnvelope.REMAINING_MS_MAX);
  }
}
