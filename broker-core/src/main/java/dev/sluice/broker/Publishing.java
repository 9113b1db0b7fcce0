package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import java.util.List;
import java.util.Optional;

/** The turn of a PUBLISH from a client (sections 3.3 and 4.3, receiver's side). */
final class Publishing {
  private final BrokerLimits limits;
  private final TopicRules topics;
  private final Treatments treatments;
  private final PayloadFormat format;
  private final RetainedMessages retained;
  private final Router router;
  private final Disconnecting disconnecting;
  private final Durability durability;
  private final PendingAcknowledgements acknowledgements;
  private final OwedAnswers owed;
  private final Counters counters;

  Publishing(
      BrokerLimits limits,
      TopicRules topics,
      Treatments treatments,
      PayloadFormat format,
      RetainedMessages retained,
      Router router,
      Disconnecting disconnecting,
      Durability durability,
      PendingAcknowledgements acknowledgements,
      OwedAnswers owed,
      Counters counters) {
    this.limits = limits;
    this.topics = topics;
    this.treatments = treatments;
    this.format = format;
    this.retained = retained;
    this.router = router;
    this.disconnecting = disconnecting;
    this.durability = durability;
    this.acknowledgements = acknowledgements;
    this.owed = owed;
    this.counters = counters;
  }

  void onPublish(Connection connection, Publish publish, long nowNanos) {
    Qos qos = publish.message().qos();
    Message message = publish.message();
    AcceptedMessage accepted =
        AcceptedMessage.of(
            message,
            Optional.of(connection.session().clientId()),
            treatments.of(message),
            connection.keeps(),
            nowNanos);
    Optional<ReasonCode> fault = fault(connection, publish, accepted);
    if (fault.isPresent()) {
      disconnecting.protocolError(connection, fault.get(), nowNanos);
      return;
    }
    switch (qos) {
      case AT_MOST_ONCE -> take(connection, accepted, 0, nowNanos);
      case AT_LEAST_ONCE -> {
        long before = durability.appended();
        ReasonCode reason = take(connection, accepted, 0, nowNanos);
        long waitsFor = durability.appendedSince(before);
        PubAck answer = new PubAck(publish.packetId(), reason);
        acknowledge(connection, answer, reason, waitsFor, nowNanos);
      }
      case EXACTLY_ONCE -> onExactlyOnce(connection, publish.packetId(), accepted, nowNanos);
    }
  }

  /** What ends the connection. */
  private Optional<ReasonCode> fault(
      Connection connection, Publish publish, AcceptedMessage accepted) {
    Qos qos = publish.message().qos();
    if (qos != Qos.AT_MOST_ONCE && !PacketIds.isValid(publish.packetId())) {
      // [MQTT-2.2.1-3]
      return Optional.of(ReasonCode.PROTOCOL_ERROR);
    }
    if (packetBytes(connection, accepted) > limits.packetBytesMax()) {
      // [MQTT-3.2.2-15]
      return Optional.of(ReasonCode.PACKET_TOO_LARGE);
    }
    IncomingQos incoming = connection.session().incoming();
    boolean opens = qos == Qos.EXACTLY_ONCE && incoming.opens(publish.packetId());
    if (opens && connection.speaksMqtt5() && incoming.openCount() >= limits.receiveMaximum()) {
      // [MQTT-3.3.4-7]
      return Optional.of(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
    }
    return Optional.empty();
  }

  private static long packetBytes(Connection connection, AcceptedMessage accepted) {
    return PacketSize.publish(
        accepted.message(),
        accepted.propertyBytes(),
        accepted.message().qos(),
        List.of(),
        connection.version());
  }

  private void onExactlyOnce(
      Connection connection, int packetId, AcceptedMessage accepted, long nowNanos) {
    IncomingQos incoming = connection.session().incoming();
    SessionLog log = connection.session().log();
    long before = durability.appended();
    ReasonCode reason = ReasonCode.SUCCESS;
    // What is known was routed when it came first: answer again, deliver no more [MQTT-4.3.3-10].
    if (!incoming.knows(packetId)) {
      reason = take(connection, accepted, log.isKept() ? packetId : 0, nowNanos);
    }
    if (!reason.isError()) {
      incoming.remember(packetId);
      if (durability.appended() == before) {
        // Not routed, hence not kept with a message; a repetition changes nothing.
        log.remembered(packetId);
      }
    }
    long waitsFor = Math.max(log.everything(), durability.appendedSince(before));
    acknowledge(connection, new PubRec(packetId, reason), reason, waitsFor, nowNanos);
  }

  private void acknowledge(
      Connection connection,
      OutboundPacket packet,
      ReasonCode reason,
      long waitsFor,
      long nowNanos) {
    if (reason != ReasonCode.QUOTA_EXCEEDED || connection.speaksMqtt5()) {
      acknowledgements.transmit(connection, packet, waitsFor);
      return;
    }
    // 3.1.1 knows no refusal: unanswered, the client keeps the message and sends it again.
    connection.oweAcknowledgement();
    if (!durability.refusing()) {
      owed.add(connection, nowNanos);
    }
  }

  /** Accepts the message and routes it, or says why not; counted either way. */
  private ReasonCode take(
      Connection connection, AcceptedMessage accepted, int incomingPacketId, long nowNanos) {
    Message message = accepted.message();
    Optional<ReasonCode> refusal = topics.refusal(connection.session().rights(), message);
    if (refusal.isPresent()) {
      // MQTT 3.1.1 cannot say no: acknowledge, or the client repeats it for ever (section 3.3.5).
      return connection.speaksMqtt5() ? refusal.get() : ReasonCode.SUCCESS;
    }
    if (format.isBroken(message)) {
      counters.refusedPayloadFormat++;
      return ReasonCode.PAYLOAD_FORMAT_INVALID;
    }
    if (mustRefuseRetained(connection, accepted)) {
      counters.refusedRetained++;
      return ReasonCode.QUOTA_EXCEEDED;
    }
    counters.published++;
    counters.publishedBytes += message.payload().size();
    ReasonCode outcome = router.publish(connection, accepted, incomingPacketId, nowNanos);
    return connection.speaksMqtt5() || outcome.isError() ? outcome : ReasonCode.SUCCESS;
  }

  /** Who can be told is told, the others have it routed but not retained. */
  private boolean mustRefuseRetained(Connection connection, AcceptedMessage accepted) {
    Message message = accepted.message();
    return message.retain()
        && message.qos() != Qos.AT_MOST_ONCE
        && connection.speaksMqtt5()
        && !retained.hasRoomFor(accepted);
  }
}
