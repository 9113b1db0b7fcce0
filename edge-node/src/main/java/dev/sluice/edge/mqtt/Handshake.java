package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Will;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttWill;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** CONNECT read from a Vert.x MQTT endpoint, and CONNACK written through it. */
final class Handshake {
  private static final long UNSIGNED_INT_MAX = 0xFFFFFFFFL;

  private Handshake() {}

  static ProtocolVersion version(MqttEndpoint endpoint) {
    return endpoint.protocolVersion() == MqttVersion.MQTT_5.protocolLevel()
        ? ProtocolVersion.MQTT_5
        : ProtocolVersion.MQTT_3_1_1;
  }

  static Connect connect(MqttEndpoint endpoint, int clientIdBytesMax)
      throws MalformedPacketException {
    MqttProperties properties = endpoint.connectProperties();
    if (properties.getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
      // No method of Enhanced Authentication is offered [MQTT-4.12.0-1].
      throw new MalformedPacketException(ReasonCode.BAD_AUTHENTICATION_METHOD);
    }
    PropertyReader.requireConnect(properties);
    return new Connect(
        version(endpoint),
        clientId(endpoint, clientIdBytesMax),
        endpoint.isCleanSession(),
        endpoint.keepAliveTimeSeconds(),
        sessionExpiry(endpoint),
        (int) positive(properties, MqttProperties.RECEIVE_MAXIMUM, 65_535),
        (int)
            Math.min(
                Integer.MAX_VALUE,
                positive(properties, MqttProperties.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE)),
        will(endpoint.will()));
  }

  private static String clientId(MqttEndpoint endpoint, int clientIdBytesMax)
      throws MalformedPacketException {
    String sent = Optional.ofNullable(endpoint.clientIdentifier()).orElse("");
    if (ByteBufUtil.utf8Bytes(sent) > clientIdBytesMax) {
      throw new MalformedPacketException(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
    }
    return sent;
  }

  private static Duration sessionExpiry(MqttEndpoint endpoint) {
    if (version(endpoint) == ProtocolVersion.MQTT_3_1_1) {
      return endpoint.isCleanSession() ? Duration.ZERO : Connect.NEVER;
    }
    OptionalLong seconds =
        PropertyReader.number(endpoint.connectProperties(), MqttProperties.SESSION_EXPIRY_INTERVAL);
    return Duration.ofSeconds(seconds.orElse(0));
  }

  /** Receive Maximum and Maximum Packet Size must not be 0 [MQTT-3.1.2.11.3]. */
  private static long positive(MqttProperties properties, int identifier, long absent)
      throws MalformedPacketException {
    long value = PropertyReader.number(properties, identifier).orElse(absent);
    if (value == 0) {
      throw new MalformedPacketException(ReasonCode.PROTOCOL_ERROR);
    }
    return value;
  }

  private static Optional<Will> will(MqttWill will) throws MalformedPacketException {
    if (!will.isWillFlag()) {
      return Optional.empty();
    }
    if (will.getWillQos() > 2) {
      throw new MalformedPacketException(ReasonCode.MALFORMED_PACKET); // [MQTT-3.1.2-12]
    }
    Message message =
        new Message(
            PacketReader.topicName(will.getWillTopic()),
            Payload.of(will.getWillMessageBytes()),
            Qos.of(will.getWillQos()),
            will.isWillRetain(),
            PropertyReader.will(will.getWillProperties()));
    OptionalLong delay =
        PropertyReader.number(will.getWillProperties(), MqttProperties.WILL_DELAY_INTERVAL);
    return Optional.of(new Will(message, Duration.ofSeconds(delay.orElse(0))));
  }

  /** Vert.x writes the packet, and from then on lets packets of the client through. */
  static void accept(MqttEndpoint endpoint, ConnAck packet) {
    endpoint.accept(
        packet.sessionPresent(),
        version(endpoint) == ProtocolVersion.MQTT_5
            ? properties(packet)
            : MqttProperties.NO_PROPERTIES);
  }

  private static MqttProperties properties(ConnAck packet) {
    MqttProperties properties = new MqttProperties();
    packet
        .assignedClientId()
        .ifPresent(
            id ->
                properties.add(
                    new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, id.value())));
    packet
        .serverKeepAliveSeconds()
        .ifPresent(
            seconds ->
                properties.add(new IntegerProperty(MqttProperties.SERVER_KEEP_ALIVE, seconds)));
    packet
        .sessionExpiry()
        .ifPresent(
            expiry ->
                properties.add(
                    new IntegerProperty(
                        MqttProperties.SESSION_EXPIRY_INTERVAL,
                        (int) Math.min(UNSIGNED_INT_MAX, expiry.toSeconds()))));
    packet
        .limits()
        .ifPresent(
            limits -> {
              properties.add(
                  new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, limits.receiveMaximum()));
              properties.add(
                  new IntegerProperty(
                      MqttProperties.MAXIMUM_PACKET_SIZE, limits.maximumPacketSize()));
            });
    return properties;
  }

  /** Refuses the connection; Vert.x closes it behind the packet [MQTT-3.2.2-5]. */
  static void refuse(MqttEndpoint endpoint, ReasonCode reason) {
    endpoint.reject(
        version(endpoint) == ProtocolVersion.MQTT_5
            ? returnCodeOf5(reason)
            : returnCodeOf311(reason));
  }

  /** CONNACK has fewer Reason Codes than DISCONNECT; the rest read as an unspecified error. */
  static MqttConnectReturnCode returnCodeOf5(ReasonCode reason) {
    for (MqttConnectReturnCode code : MqttConnectReturnCode.values()) {
      if (Byte.toUnsignedInt(code.byteValue()) == reason.code()) {
        return code;
      }
    }
    return MqttConnectReturnCode.CONNECTION_REFUSED_UNSPECIFIED_ERROR;
  }

  /** Table 3.1 of 3.1.1 has five refusals; the nearest one tells the client whether to retry. */
  static MqttConnectReturnCode returnCodeOf311(ReasonCode reason) {
    return switch (reason) {
      case UNSUPPORTED_PROTOCOL_VERSION ->
          MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION;
      case CLIENT_IDENTIFIER_NOT_VALID ->
          MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
      case BAD_USER_NAME_OR_PASSWORD ->
          MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
      case SERVER_UNAVAILABLE, SERVER_BUSY, QUOTA_EXCEEDED, SERVER_SHUTTING_DOWN ->
          MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
      default -> MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    };
  }
}
