package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicName;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.Optional;

/** Reads the CONNECT of one connection (section 3.1). */
final class ConnectDecoder {
  private static final int CLEAN_START = 0x02;
  private static final int WILL = 0x04;
  private static final int WILL_QOS_SHIFT = 3;
  private static final int WILL_RETAIN = 0x20;
  private static final int PASSWORD = 0x40;
  private static final int USER_NAME = 0x80;
  private static final int WILL_DETAILS = 0x38;

  private final int clientIdBytesMax;
  private Optional<ProtocolVersion> version = Optional.empty();

  ConnectDecoder(int clientIdBytesMax) {
    this.clientIdBytesMax = clientIdBytesMax;
  }

  /** The version that the client speaks, as soon as it was read, so that it can be answered. */
  Optional<ProtocolVersion> version() {
    return version;
  }

  /**
   * @param flags of the fixed header
   */
  ConnectPacket read(int flags, WireReader in) throws MalformedPacketException {
    if (flags != 0) {
      throw new MalformedPacketException(Malformation.FIXED_HEADER_FLAGS);
    }
    ProtocolVersion spoken = readVersion(in);
    version = Optional.of(spoken);
    int connectFlags = in.unsignedByte();
    requireConsistent(connectFlags, spoken);
    int keepAlive = in.twoBytes();
    boolean mqtt5 = spoken == ProtocolVersion.MQTT_5;
    Properties properties = mqtt5 ? Properties.read(in, Property.OF_CONNECT) : Properties.NONE;
    String clientId = in.string();
    Optional<Will> will = has(connectFlags, WILL) ? Optional.of(will(connectFlags, in)) : none();
    Optional<String> userName = has(connectFlags, USER_NAME) ? Optional.of(in.string()) : none();
    Optional<Payload> password = has(connectFlags, PASSWORD) ? Optional.of(in.binary()) : none();
    in.requireEnd();
    requireMeaning(properties, clientId);
    // Our Reason Strings stand in CONNACK and DISCONNECT, of which the client has no say.
    properties.flag(Property.REQUEST_PROBLEM_INFORMATION, true);
    boolean cleanStart = has(connectFlags, CLEAN_START);
    Connect connect =
        new Connect(
            spoken,
            clientId,
            cleanStart,
            keepAlive,
            sessionExpiry(cleanStart, properties),
            (int) properties.positive(Property.RECEIVE_MAXIMUM, 65_535),
            (int)
                Math.min(
                    Integer.MAX_VALUE,
                    properties.positive(Property.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE)),
            will);
    return new ConnectPacket(
        connect,
        userName,
        password,
        (int) properties.number(Property.TOPIC_ALIAS_MAXIMUM).orElse(0),
        properties.flag(Property.REQUEST_RESPONSE_INFORMATION, false));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private static ProtocolVersion readVersion(WireReader in) throws MalformedPacketException {
    String name = in.string();
    int level = in.unsignedByte();
    // [MQTT-3.1.2-1]; 3.1 had another name, and is served by the rules of 3.1.1.
    if (name.equals("MQIsdp") && level == 3) {
      return ProtocolVersion.MQTT_3_1_1;
    }
    if (!name.equals("MQTT")) {
      throw new MalformedPacketException(Malformation.PROTOCOL_NAME);
    }
    return switch (level) {
      case 4 -> ProtocolVersion.MQTT_3_1_1;
      case 5 -> ProtocolVersion.MQTT_5;
      default -> throw new MalformedPacketException(Malformation.PROTOCOL_LEVEL);
    };
  }

  private static void requireConsistent(int flags, ProtocolVersion version)
      throws MalformedPacketException {
    // [MQTT-3.1.2-3]; [MQTT-3.1.2-11], [MQTT-3.1.2-13]: no details of a Will that is not there.
    boolean inconsistent = has(flags, 0x01) || (!has(flags, WILL) && has(flags, WILL_DETAILS));
    // [MQTT-3.1.2-22] of 3.1.1; MQTT 5 allows a password alone.
    inconsistent |=
        version == ProtocolVersion.MQTT_3_1_1 && has(flags, PASSWORD) && !has(flags, USER_NAME);
    if (inconsistent) {
      throw new MalformedPacketException(Malformation.CONNECT_FLAGS);
    }
    if (willQos(flags) > 2) {
      throw new MalformedPacketException(Malformation.WILL_QOS); // [MQTT-3.1.2-12]
    }
  }

  private static int willQos(int flags) {
    return flags >> WILL_QOS_SHIFT & 0x3;
  }

  private Will will(int flags, WireReader in) throws MalformedPacketException {
    boolean mqtt5 = version.equals(Optional.of(ProtocolVersion.MQTT_5));
    Properties properties = mqtt5 ? Properties.read(in, Property.OF_WILL) : Properties.NONE;
    TopicName topic = Properties.topicName(in.string());
    Message message =
        new Message(
            topic,
            in.binary(),
            Qos.of(willQos(flags)),
            has(flags, WILL_RETAIN),
            properties.publication());
    long delay = properties.number(Property.WILL_DELAY_INTERVAL).orElse(0);
    return new Will(message, Duration.ofSeconds(delay));
  }

  private void requireMeaning(Properties properties, String clientId)
      throws MalformedPacketException {
    if (properties.has(Property.AUTHENTICATION_METHOD)) {
      // No method of Enhanced Authentication is offered [MQTT-4.12.0-1].
      throw new MalformedPacketException(Malformation.AUTHENTICATION_METHOD);
    }
    if (properties.has(Property.AUTHENTICATION_DATA)) {
      // Data without a method (section 3.1.2.11.10).
      throw new MalformedPacketException(Malformation.PROPERTY_VALUE);
    }
    if (ByteBufUtil.utf8Bytes(clientId) > clientIdBytesMax) {
      throw new MalformedPacketException(Malformation.CLIENT_IDENTIFIER);
    }
  }

  private Duration sessionExpiry(boolean cleanStart, Properties properties) {
    if (version.equals(Optional.of(ProtocolVersion.MQTT_3_1_1))) {
      return cleanStart ? Duration.ZERO : Connect.NEVER;
    }
    return Duration.ofSeconds(properties.number(Property.SESSION_EXPIRY_INTERVAL).orElse(0));
  }
}
