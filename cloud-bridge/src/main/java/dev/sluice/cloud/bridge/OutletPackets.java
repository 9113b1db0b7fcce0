package dev.sluice.cloud.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;

/** The packets that an outlet sends, in MQTT 5. */
final class OutletPackets {
  private static final long MS_PER_SECOND = 1_000;
  private static final long EXPIRY_SECONDS_MAX = 0xFFFF_FFFFL;

  /** Fixed header, length of the topic, Packet Identifier, length of the properties. */
  private static final int PUBLISH_BYTES = 5 + 2 + 2 + 4;

  /** Identifier and one byte; identifier and four; identifier and length; the same twice. */
  private static final int FORMAT_BYTES = 2;

  private static final int EXPIRY_BYTES = 5;
  private static final int TEXT_BYTES = 3;
  private static final int PAIR_BYTES = 5;

  private OutletPackets() {}

  static MqttConnectMessage connect(BrokerAccess access) {
    return hello(access, "-outlet").cleanSession(true).build();
  }

  /** A CONNECT that lacks what it says of its session. */
  static MqttMessageBuilders.ConnectBuilder hello(BrokerAccess access, String suffix) {
    MqttMessageBuilders.ConnectBuilder hello =
        MqttMessageBuilders.connect()
            .protocolVersion(version(access.protocol()))
            .clientId(access.clientId() + suffix)
            .keepAlive(MqttSocket.KEEP_ALIVE_SECONDS);
    access
        .login()
        .ifPresent(
            login -> hello.username(login.username()).password(login.password().getBytes(UTF_8)));
    return hello;
  }

  private static MqttVersion version(BrokerAccess.Protocol protocol) {
    return protocol == BrokerAccess.Protocol.MQTT_5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1;
  }

  /** With everything that it says of itself. */
  static MqttPublishMessage publish(
      ForwardedMessage message, MqttQoS qos, boolean retain, int packetId) {
    return MqttMessageBuilders.publish()
        .topicName(message.topic())
        .qos(qos)
        .retained(retain)
        .messageId(packetId)
        .properties(properties(message))
        .payload(Unpooled.wrappedBuffer(message.payload()))
        .build();
  }

  private static MqttProperties properties(ForwardedMessage message) {
    MqttProperties out = new MqttProperties();
    ForwardedMessage.Properties of = message.properties();
    of.payloadFormat()
        .ifPresent(format -> add(out, MqttProperties.PAYLOAD_FORMAT_INDICATOR, format));
    message
        .remainingMs()
        .ifPresent(ms -> add(out, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, seconds(ms)));
    of.contentType().ifPresent(text -> add(out, MqttProperties.CONTENT_TYPE, text));
    of.responseTopic().ifPresent(text -> add(out, MqttProperties.RESPONSE_TOPIC, text));
    of.correlation()
        .ifPresent(
            data -> out.add(new BinaryProperty(MqttProperties.CORRELATION_DATA, data.bytes())));
    for (UserProperty user : of.user()) {
      out.add(new MqttProperties.UserProperty(user.name(), user.value()));
    }
    return out;
  }

  private static void add(MqttProperties out, int type, int value) {
    out.add(new IntegerProperty(type, value));
  }

  private static void add(MqttProperties out, int type, String value) {
    out.add(new StringProperty(type, value));
  }

  /** Rounded up: nothing expires early. A four-byte number without sign. */
  private static int seconds(long ms) {
    return (int) Math.min(EXPIRY_SECONDS_MAX, (ms + MS_PER_SECOND - 1) / MS_PER_SECOND);
  }

  /** No less than the message takes as a packet, and hardly more. */
  static long bytesAtMost(ForwardedMessage message) {
    ForwardedMessage.Properties of = message.properties();
    long bytes = message.payload().length;
    bytes += PUBLISH_BYTES + FORMAT_BYTES + EXPIRY_BYTES;
    bytes += message.topic().getBytes(UTF_8).length;
    bytes += of.contentType().map(OutletPackets::textBytes).orElse(0);
    bytes += of.responseTopic().map(OutletPackets::textBytes).orElse(0);
    bytes += of.correlation().map(data -> TEXT_BYTES + data.bytes().length).orElse(0);
    for (UserProperty user : of.user()) {
      bytes += PAIR_BYTES + user.name().getBytes(UTF_8).length;
      bytes += user.value().getBytes(UTF_8).length;
    }
    return bytes;
  }

  private static int textBytes(String text) {
    return TEXT_BYTES + text.getBytes(UTF_8).length;
  }

  static MqttMessage pubRel(int packetId) {
    return reply(MqttMessageType.PUBREL, MqttQoS.AT_LEAST_ONCE, packetId);
  }

  /** PUBACK, PUBREC or PUBCOMP that says yes. */
  static MqttMessage reply(MqttMessageType type, int packetId) {
    return reply(type, MqttQoS.AT_MOST_ONCE, packetId);
  }

  /**
   * @param flags as the fixed header of that type has them (section 2.1.3)
   */
  private static MqttMessage reply(MqttMessageType type, MqttQoS flags, int packetId) {
    return new MqttMessage(
        new MqttFixedHeader(type, false, flags, false, 0),
        MqttMessageIdVariableHeader.from(packetId));
  }
}
