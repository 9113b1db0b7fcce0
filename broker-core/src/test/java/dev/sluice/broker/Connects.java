package dev.sluice.broker;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.Optional;

/** CONNECT packets that tests begin with. */
final class Connects {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private Connects() {}

  /** MQTT 5, Clean Start, session ends with the connection. */
  static Connect mqtt5(String clientId) {
    return new Connect(
        ProtocolVersion.MQTT_5,
        clientId,
        true,
        60,
        Duration.ZERO,
        65_535,
        UNLIMITED,
        Optional.empty());
  }

  /** MQTT 5, resumes a session and keeps it for an hour. */
  static Connect lasting(String clientId) {
    return lasting(clientId, 65_535);
  }

  static Connect lasting(String clientId, int receiveMaximum) {
    return new Connect(
        ProtocolVersion.MQTT_5,
        clientId,
        false,
        60,
        Duration.ofHours(1),
        receiveMaximum,
        UNLIMITED,
        Optional.empty());
  }

  /** MQTT 5, resumes a session that is to end with this connection. */
  static Connect resumingOnce(String clientId) {
    return new Connect(
        ProtocolVersion.MQTT_5,
        clientId,
        false,
        60,
        Duration.ZERO,
        65_535,
        UNLIMITED,
        Optional.empty());
  }

  /** MQTT 3.1.1 with that Clean Session flag. */
  static Connect mqtt311(String clientId, boolean cleanSession) {
    return new Connect(
        ProtocolVersion.MQTT_3_1_1,
        clientId,
        cleanSession,
        60,
        cleanSession ? Duration.ZERO : Connect.NEVER,
        65_535,
        UNLIMITED,
        Optional.empty());
  }

  static Connect withWill(Connect connect, String topic, Duration delay) {
    Message message = Message.of(TopicName.of(topic), Payload.utf8("gone"), Qos.AT_LEAST_ONCE);
    return new Connect(
        connect.version(),
        connect.clientId(),
        connect.cleanStart(),
        connect.keepAliveSeconds(),
        connect.sessionExpiry(),
        connect.receiveMaximum(),
        connect.maximumPacketSize(),
        Optional.of(new Will(message, delay)));
  }

  static Connect withPacketSize(Connect connect, int maximumPacketSize) {
    return new Connect(
        connect.version(),
        connect.clientId(),
        connect.cleanStart(),
        connect.keepAliveSeconds(),
        connect.sessionExpiry(),
        connect.receiveMaximum(),
        maximumPacketSize,
        connect.will());
  }

  static Connect withKeepAlive(Connect connect, int seconds) {
    return new Connect(
        connect.version(),
        connect.clientId(),
        connect.cleanStart(),
        seconds,
        connect.sessionExpiry(),
        connect.receiveMaximum(),
        connect.maximumPacketSize(),
        connect.will());
  }
}
