package dev.sluice.broker;

import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.List;

/**
 * A message on its way to one session: as the subscriber shall see it, before it has a packet.
 *
 * @param retain the RETAIN flag of the delivery
 * @param subscriptionIdentifiers of all matching subscriptions
 */
record Outgoing(
    AcceptedMessage accepted, Qos qos, boolean retain, List<Integer> subscriptionIdentifiers) {

  /** As the journal has it. */
  static Outgoing restored(OwedMessage owed) {
    Recipient recipient = owed.recipient();
    return new Outgoing(
        AcceptedMessage.restored(owed.kept()),
        recipient.qos(),
        recipient.retain(),
        recipient.identifiers());
  }

  TopicName topic() {
    return accepted.message().topic();
  }

  QueueClass queueClass() {
    return accepted.queueClass();
  }

  boolean needsAcknowledgement() {
    return qos != Qos.AT_MOST_ONCE;
  }

  /** Whether a journal has the message. */
  boolean isKept() {
    return accepted.sequence() != 0;
  }

  /** The same delivery of a message that is kept under another number. */
  Outgoing of(AcceptedMessage other) {
    return new Outgoing(other, qos, retain, subscriptionIdentifiers);
  }

  int bytes() {
    return accepted.bytes();
  }

  boolean fits(Connection connection) {
    // Nearly every client takes what the protocol allows: do not compute for those.
    return connection.maximumPacketSize() == Integer.MAX_VALUE
        || packetBytes(connection) <= connection.maximumPacketSize();
  }

  private long packetBytes(Connection connection) {
    return PacketSize.publish(
        accepted.message(),
        accepted.propertyBytes(),
        qos,
        subscriptionIdentifiers,
        connection.version());
  }

  Delivery packet(Connection connection, int packetId, boolean dup, long nowNanos) {
    return new Delivery(
        accepted.message(),
        qos,
        packetId,
        dup,
        retain,
        accepted.remainingSeconds(nowNanos),
        connection.speaksMqtt5() ? subscriptionIdentifiers : List.of());
  }
}
