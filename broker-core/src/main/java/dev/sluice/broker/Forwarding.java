package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.mqtt.Message;
import java.util.Optional;

/** The part of a turn in which a message is offered to the {@link Forwarder}. */
final class Forwarding {
  private final Durability durability;
  private Forwarder forwarder = Forwarder.NONE;

  // Of the message that is being routed.
  private Optional<Forwarder.Offer.Entry> taken = Optional.empty();

  Forwarding(Durability durability) {
    this.durability = durability;
  }

  void to(Forwarder newForwarder) {
    forwarder = newForwarder;
  }

  /**
   * Asks about the message, before anything changes.
   *
   * @return whether it cannot be kept though it is wanted
   */
  boolean lacksRoom(AcceptedMessage accepted, long nowNanos) {
    taken = Optional.empty();
    if (!durability.enabled()) {
      return false;
    }
    Message message = accepted.message();
    Forwarder.Offer offer = forwarder.offer(message, nowNanos);
    if (offer instanceof Forwarder.Offer.Entry entry) {
      if (durability.refusing()) {
        forwarder.onRefused(message);
        return true;
      }
      taken = Optional.of(entry);
    }
    return offer instanceof Forwarder.Offer.Full;
  }

  /**
   * Appends what was taken. Before the message's own record: with that, a repetition of the
   * publication is known as one, and must find it forwarded.
   *
   * @param onceOnly whether the next record is such evidence
   */
  void append(boolean onceOnly, long nowNanos) {
    if (taken.isEmpty()) {
      return;
    }
    Forwarder.Offer.Entry entry = taken.get();
    taken = Optional.empty();
    durability.append(
        new Enqueued(entry.queue(), entry.entry(), onceOnly, nowNanos, entry.expiresAtNanos()));
  }

  boolean took() {
    return taken.isPresent();
  }
}
