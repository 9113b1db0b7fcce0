package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.IncomingReleased;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.broker.durable.DurableRecord.OutgoingAssigned;
import dev.sluice.broker.durable.DurableRecord.OutgoingReceived;
import dev.sluice.broker.durable.DurableRecord.SessionDetached;
import dev.sluice.broker.durable.DurableRecord.SessionEnded;
import dev.sluice.broker.durable.DurableRecord.SessionOpened;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.DurableRecord.Subscribed;
import dev.sluice.broker.durable.DurableRecord.Unsubscribed;
import dev.sluice.broker.durable.DurableRecord.WillCleared;
import dev.sluice.broker.durable.Owner;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.SubscriptionTerms;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.Optional;

/**
 * What the journal is told of one session. Silent while the session is to end with its connection:
 * nothing of it could be asked for after a crash.
 */
final class SessionLog {
  private final Durability durability;
  private final ClientId client;
  private boolean kept;

  SessionLog(Durability durability, ClientId client) {
    this.durability = durability;
    this.client = client;
  }

  /** Whether the session survives the process. */
  boolean isKept() {
    return kept;
  }

  /** For a session that the journal knows already. */
  void restored() {
    kept = true;
  }

  void opened(Optional<Owner> owner, Duration expiry, Optional<Will> will) {
    // One that lasted may be asked to end with this connection: until then it is owed what it was.
    kept |= durability.enabled() && !expiry.isZero();
    append(new SessionOpened(client, expiry, will, owner));
  }

  void detached(long endsAtNanos, long willDueNanos) {
    append(new SessionDetached(client, endsAtNanos, willDueNanos));
  }

  void ended() {
    append(new SessionEnded(client));
    kept = false;
  }

  void willCleared() {
    append(new WillCleared(client));
  }

  void subscribed(SubscriptionTerms terms) {
    append(new Subscribed(client, terms));
  }

  void unsubscribed(TopicFilter filter) {
    append(new Unsubscribed(client, filter));
  }

  void remembered(int packetId) {
    append(new IncomingRemembered(client, packetId));
  }

  void released(int packetId) {
    append(new IncomingReleased(client, packetId));
  }

  /** The message is owed no more, whatever became of it. */
  void settled(Outgoing outgoing) {
    if (outgoing.isKept()) {
      note(new Settled(client, outgoing.accepted().sequence()));
    }
  }

  /** As {@link #settled(Outgoing)}, of a message of which no more is known. */
  void settled(long message) {
    note(new Settled(client, message));
  }

  /** Whether the journal has the message for this session, so that it need not be in memory. */
  boolean parks(Outgoing outgoing) {
    return kept && outgoing.isKept() && outgoing.needsAcknowledgement();
  }

  /** Asks the journal for what comes behind that message. */
  long fetch(QueueClass queueClass, long after, int messagesMax, int bytesMax) {
    return durability.fetch(client, queueClass, after, messagesMax, bytesMax);
  }

  boolean isDurable(long sequence) {
    return durability.isDurable(sequence);
  }

  /**
   * Whether a delivery needs its Packet Identifier kept before it is sent: a client that has seen a
   * QoS 2 identifier takes whatever comes under it next for a repetition.
   */
  boolean keepsIdentifierOf(Outgoing outgoing) {
    return kept && outgoing.qos() == Qos.EXACTLY_ONCE && outgoing.isKept();
  }

  /** Appends the delivery's identifier, which it waits for. */
  void assigned(InFlight delivery) {
    long message = delivery.outgoing().accepted().sequence();
    delivery.waitFor(durability.append(new OutgoingAssigned(client, message, delivery.packetId())));
  }

  /**
   * @return what PUBREL has to wait for: sent earlier, a crash would send the message again to a
   *     client that has forgotten it
   */
  long received(Outgoing outgoing) {
    return keepsIdentifierOf(outgoing)
        ? durability.append(new OutgoingReceived(client, outgoing.accepted().sequence()))
        : 0;
  }

  /** What depends on anything said of the session so far has to wait for that. */
  long everything() {
    return kept ? durability.appended() : 0;
  }

  /**
   * Whether a delivery has to wait: after a crash its publisher would send it again, and it would
   * be delivered twice.
   */
  boolean mustWait(Outgoing outgoing) {
    AcceptedMessage accepted = outgoing.accepted();
    return !durability.isDurable(accepted.sequence())
        && accepted.message().qos() == Qos.EXACTLY_ONCE
        && !keepsIdentifierOf(outgoing);
  }

  boolean mustWait(InFlight delivery) {
    return !durability.isDurable(delivery.waitsFor());
  }

  void hold(Connection connection) {
    durability.hold(connection);
  }

  private void note(DurableRecord record) {
    if (kept) {
      durability.note(record);
    }
  }

  private void append(DurableRecord record) {
    if (kept) {
      durability.append(record);
    }
  }
}
