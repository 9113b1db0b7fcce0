package dev.sluice.edge.mqtt;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.ReasonCode;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttDisconnectMessage;
import io.vertx.mqtt.messages.codes.MqttReasonCode;
import java.time.Duration;
import java.util.Optional;

/** Every packet of an accepted client as an input of the broker core. */
final class InboundPackets {
  private InboundPackets() {}

  static void attach(MqttEndpoint endpoint, Connection connection) {
    endpoint.publishAutoAck(false);
    endpoint.subscriptionAutoAck(false);
    // The core answers PINGREQ, so that PINGRESP keeps its place among the other packets.
    endpoint.autoKeepAlive(false);
    ConnectionId id = connection.id();
    attachPublications(endpoint, connection, id);
    PacketReader reader = new PacketReader(Handshake.version(endpoint));
    endpoint.publishHandler(
        packet -> connection.input((core, now) -> core.onPublish(id, reader.publish(packet), now)));
    endpoint.subscribeHandler(
        packet ->
            connection.input((core, now) -> core.onSubscribe(id, reader.subscribe(packet), now)));
    endpoint.unsubscribeHandler(
        packet ->
            connection.input(
                (core, now) -> core.onUnsubscribe(id, reader.unsubscribe(packet), now)));
    endpoint.pingHandler(ping -> connection.input((core, now) -> core.onPingReq(id, now)));
    endpoint.disconnectMessageHandler(
        packet -> connection.disconnected((core, now) -> onDisconnect(core, id, packet, now)));
  }

  private static void onDisconnect(
      BrokerCore core, ConnectionId id, MqttDisconnectMessage packet, long nowNanos)
      throws MalformedPacketException {
    ReasonCode reason = reasonOf(packet.code());
    Optional<Duration> sessionExpiry = PropertyReader.disconnect(packet.properties());
    if (sessionExpiry.isPresent()) {
      core.onDisconnect(id, reason, sessionExpiry.get(), nowNanos);
    } else {
      core.onDisconnect(id, reason, nowNanos);
    }
  }

  private static void attachPublications(
      MqttEndpoint endpoint, Connection connection, ConnectionId id) {
    endpoint.publishAcknowledgeMessageHandler(
        packet ->
            connection.input(
                (core, now) ->
                    core.onPubAck(id, packet.messageId(), reasonOf(packet.code()), now)));
    endpoint.publishReceivedMessageHandler(
        packet ->
            connection.input(
                (core, now) ->
                    core.onPubRec(id, packet.messageId(), reasonOf(packet.code()), now)));
    endpoint.publishReleaseMessageHandler(
        packet ->
            connection.input(
                (core, now) ->
                    core.onPubRel(id, packet.messageId(), reasonOf(packet.code()), now)));
    endpoint.publishCompletionMessageHandler(
        packet ->
            connection.input(
                (core, now) ->
                    core.onPubComp(id, packet.messageId(), reasonOf(packet.code()), now)));
  }

  private static ReasonCode reasonOf(MqttReasonCode code) {
    return ReasonCode.of(Byte.toUnsignedInt(code.value()));
  }
}
