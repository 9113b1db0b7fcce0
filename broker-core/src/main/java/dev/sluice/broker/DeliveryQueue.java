package dev.sluice.broker;

import dev.sluice.topic.TopicName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Messages waiting for one session, in order, bounded by count and bytes. Full, it refuses the
 * newest: what was accepted first is owed first.
 */
final class DeliveryQueue {
  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>(2);
  private final int messagesMax;
  private final int bytesMax;
  private final SessionLog log;
  private final Counters counters;
  private long bytes;

  DeliveryQueue(BrokerLimits limits, SessionLog log, Counters counters) {
    this.log = log;
    this.messagesMax = limits.queueMessagesMax();
    this.bytesMax = limits.queueBytesMax();
    this.counters = counters;
  }

  void offer(Outgoing outgoing, long nowNanos) {
    if (!hasRoomFor(outgoing)) {
      dropExpiredHead(nowNanos);
    }
    if (!hasRoomFor(outgoing)) {
      counters.droppedQueueFull++;
      log.settled(outgoing);
      return;
    }
    add(outgoing);
  }

  /** Takes back what was accepted before the process started, whatever the limits are now. */
  void restore(Outgoing outgoing) {
    add(outgoing);
  }

  private void add(Outgoing outgoing) {
    waiting.add(outgoing);
    account(1, outgoing.bytes());
  }

  private boolean hasRoomFor(Outgoing outgoing) {
    return waiting.size() < messagesMax && bytes + outgoing.bytes() <= bytesMax;
  }

  /** Only from the head: a full queue must not cost a scan per message. */
  private void dropExpiredHead(long nowNanos) {
    while (!waiting.isEmpty() && waiting.peek().accepted().isExpired(nowNanos)) {
      log.settled(waiting.element());
      remove();
      counters.droppedExpired++;
    }
  }

  Optional<Outgoing> peek() {
    return Optional.ofNullable(waiting.peek());
  }

  /** Takes the head out; the queue must not be empty. */
  void remove() {
    Outgoing outgoing = waiting.remove();
    account(-1, -outgoing.bytes());
  }

  void giveUp(Predicate<TopicName> unseen) {
    waiting.removeIf(
        outgoing -> {
          boolean gone = unseen.test(outgoing.topic());
          if (gone) {
            account(-1, -outgoing.bytes());
            log.settled(outgoing);
          }
          return gone;
        });
  }

  void clear() {
    account(-waiting.size(), -bytes);
    waiting.clear();
  }

  private void account(int messagesAdded, long bytesAdded) {
    bytes += bytesAdded;
    counters.queuedMessages += messagesAdded;
    counters.queuedBytes += bytesAdded;
  }

  /** A copy. */
  List<Outgoing> inOrder() {
    return List.copyOf(waiting);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  long bytes() {
    return bytes;
  }
}
