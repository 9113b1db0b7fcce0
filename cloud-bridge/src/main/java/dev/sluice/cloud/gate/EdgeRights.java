package dev.sluice.cloud.gate;

import dev.sluice.uplink.UplinkTopics;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one edge node may send: MQTT 3.1.1 under its own name, to its own topics up, and
 * subscriptions of its own topics down. All else is refused, so that what nobody thought of is too.
 */
final class EdgeRights {
  private final String clientId;
  private final Set<String> up;
  private final Set<String> down;

  EdgeRights(String edgeId) {
    this.clientId = "edge-" + edgeId;
    this.up = Set.of(UplinkTopics.up(edgeId), UplinkTopics.forwardUp(edgeId));
    this.down = Set.of(UplinkTopics.down(edgeId), UplinkTopics.forwardDown(edgeId));
  }

  Optional<Refusal> onConnect(MqttConnectMessage connect) {
    if (connect.variableHeader().version() != MqttVersion.MQTT_3_1_1.protocolLevel()
        || connect.variableHeader().hasUserName()
        || connect.variableHeader().isWillFlag()) {
      return Optional.of(Refusal.UNEXPECTED);
    }
    return clientId.equals(connect.payload().clientIdentifier())
        ? Optional.empty()
        : Optional.of(Refusal.OTHER_NAME);
  }

  /** Of a packet behind the CONNECT. */
  Optional<Refusal> onPacket(MqttMessage packet) {
    return switch (packet.fixedHeader().messageType()) {
      case PUBLISH ->
          within(up, List.of(((MqttPublishMessage) packet).variableHeader().topicName()));
      case SUBSCRIBE ->
          within(
              down,
              ((MqttSubscribeMessage) packet)
                  .payload().topicSubscriptions().stream().map(one -> one.topicFilter()).toList());
      case UNSUBSCRIBE -> within(down, ((MqttUnsubscribeMessage) packet).payload().topics());
      case PUBACK, PUBREC, PUBREL, PUBCOMP, PINGREQ, DISCONNECT -> Optional.empty();
      default -> Optional.of(Refusal.UNEXPECTED);
    };
  }

  private static Optional<Refusal> within(Set<String> own, List<String> named) {
    return own.containsAll(named) ? Optional.empty() : Optional.of(Refusal.FOREIGN_TOPIC);
  }
}
