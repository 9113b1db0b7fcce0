package dev.sluice.broker;

import dev.sluice.broker.TimerQueue.Timer;
import dev.sluice.broker.durable.DurableRecord.RetainedCleared;
import dev.sluice.mqtt.Message;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.topic.TopicTree;
import java.util.Optional;
import java.util.function.Consumer;

/** The last retained message of each topic (section 3.3.1.3), bounded by count and bytes. */
final class RetainedMessages {
  private final int messagesMax;
  private final int bytesMax;
  private final MemoryBudget memory;
  private final Durability durability;
  private final Counters counters;
  private final TopicTree<Kept> tree = new TopicTree<>();
  private final TimerQueue<TopicName> expiries = new TimerQueue<>();
  private long bytes;

  /** A message with the timer of its expiry. */
  private record Kept(AcceptedMessage accepted, Timer<TopicName> expiry) {}

  RetainedMessages(
      BrokerLimits limits, MemoryBudget memory, Durability durability, Counters counters) {
    this.memory = memory;
    this.durability = durability;
    this.messagesMax = limits.retainedMessagesMax();
    this.bytesMax = limits.retainedBytesMax();
    this.counters = counters;
  }

  /** Whether {@link #keep} would keep the message, or remove one as it asks. */
  boolean hasRoomFor(AcceptedMessage accepted) {
    Message message = accepted.message();
    if (message.payload().isEmpty()) {
      return true;
    }
    Optional<Kept> present = tree.get(message.topic());
    int messagesAfter = tree.size() + (present.isPresent() ? 0 : 1);
    long bytesAfter = bytes + accepted.bytes() - present.map(k -> k.accepted().bytes()).orElse(0);
    boolean grows = bytesAfter > bytes;
    return messagesAfter <= messagesMax
        && bytesAfter <= bytesMax
        && !(grows && memory.is(MemoryPressure.SPILLING));
  }

  /** Replaces the topic's message; an empty payload removes it [MQTT-3.3.1-6]. */
  void keep(AcceptedMessage accepted) {
    TopicName topic = accepted.message().topic();
    if (accepted.message().payload().isEmpty()) {
      remove(topic);
      return;
    }
    if (!hasRoomFor(accepted)) {
      // The older message would now be a lie about the topic's state.
      remove(topic);
      counters.refusedRetained++;
      return;
    }
    Timer<TopicName> expiry = expiries.timerFor(topic);
    tree.put(topic, new Kept(accepted, expiry)).ifPresent(older -> replace(older, accepted));
    expiries.schedule(expiry, accepted.expiresAtNanos());
    bytes += accepted.bytes();
    memory.hold(accepted);
  }

  private void remove(TopicName topic) {
    tree.remove(topic).ifPresent(this::clear);
  }

  /** A message that the journal keeps replaces the older one there too; another one does not. */
  private void replace(Kept older, AcceptedMessage newer) {
    if (newer.sequence() == 0) {
      clear(older);
    } else {
      forget(older);
    }
  }

  private void clear(Kept kept) {
    forget(kept);
    if (kept.accepted().sequence() != 0) {
      durability.append(new RetainedCleared(kept.accepted().message().topic()));
    }
  }

  private void forget(Kept kept) {
    expiries.cancel(kept.expiry());
    bytes -= kept.accepted().bytes();
    memory.release(kept.accepted());
  }

  void match(TopicFilter filter, long nowNanos, Consumer<AcceptedMessage> visitor) {
    tree.match(
        filter,
        kept -> {
          if (!kept.accepted().isExpired(nowNanos)) {
            visitor.accept(kept.accepted());
          }
        });
  }

  void dropExpired(long nowNanos) {
    Optional<TopicName> due = expiries.pollDue(nowNanos);
    while (due.isPresent()) {
      remove(due.get());
      counters.droppedExpired++;
      due = expiries.pollDue(nowNanos);
    }
  }

  long nextExpiryNanos() {
    return expiries.nextNanos();
  }

  int size() {
    return tree.size();
  }

  long bytes() {
    return bytes;
  }
}
