package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads every packet that an accepted client may send, and refuses all others by name; one per
 * connection. {@link PlainPackets} reads the usual ones faster and leaves the rest to this.
 */
final class PacketDecoder {
  private static final int RETAIN = 0x01;
  private static final int DUP = 0x08;

  /** The flags that PUBREL, SUBSCRIBE and UNSUBSCRIBE carry for no reason [MQTT-2.1.3-1]. */
  private static final int FIXED_FLAGS = 0x02;

  private final ClientPackets receiver;
  private final boolean mqtt5;
  private final IncomingAliases aliases;
  private final SubscribeDecoder subscribe;

  PacketDecoder(ClientPackets receiver, ProtocolVersion version, int topicAliasMaximum) {
    this.receiver = receiver;
    this.mqtt5 = version == ProtocolVersion.MQTT_5;
    this.aliases = new IncomingAliases(topicAliasMaximum);
    this.subscribe = new SubscribeDecoder(version);
  }

  /**
   * @param header the first byte of the packet
   * @param in the rest behind the fixed header
   */
  void decode(int header, WireReader in) throws MalformedPacketException {
    requireFlags(header);
    switch (header >> 4) {
      case 3 -> receiver.onPublish(publish(header, in));
      case 4 -> receiver.onPubAck(in.packetIdentifier(), replyReason(ReasonCodes.PUBACK, in));
      case 5 -> receiver.onPubRec(in.packetIdentifier(), replyReason(ReasonCodes.PUBREC, in));
      case 6 -> receiver.onPubRel(in.packetIdentifier(), replyReason(ReasonCodes.PUBREL, in));
      case 7 -> receiver.onPubComp(in.packetIdentifier(), replyReason(ReasonCodes.PUBCOMP, in));
      case 8 -> receiver.onSubscribe(subscribe.read(in));
      case 10 -> receiver.onUnsubscribe(unsubscribe(in));
      case 12 -> {
        in.requireEnd();
        receiver.onPingReq();
      }
      case 14 -> disconnect(in);
      default -> throw new MalformedPacketException(notForServers(header >> 4));
    }
  }

  static void requireFlags(int header) throws MalformedPacketException {
    int type = header >> 4;
    boolean fixed = type == 6 || type == 8 || type == 10;
    if (type != 3 && (header & 0x0F) != (fixed ? FIXED_FLAGS : 0)) {
      throw new MalformedPacketException(Malformation.FIXED_HEADER_FLAGS);
    }
  }

  private Malformation notForServers(int type) {
    return switch (type) {
      case 1 -> Malformation.SECOND_CONNECT; // [MQTT-3.1.0-2]
      case 2, 9, 11, 13 -> Malformation.SERVER_PACKET;
      // No Enhanced Authentication has begun [MQTT-4.12.0-6].
      case 15 -> mqtt5 ? Malformation.UNEXPECTED_AUTH : Malformation.PACKET_TYPE;
      default -> Malformation.PACKET_TYPE;
    };
  }

  private Publish publish(int header, WireReader in) throws MalformedPacketException {
    int qos = header >> 1 & 0x3;
    boolean dup = (header & DUP) != 0;
    if (qos == 3) {
      throw new MalformedPacketException(Malformation.QOS); // [MQTT-3.3.1-4]
    }
    if (qos == 0 && dup) {
      throw new MalformedPacketException(Malformation.DUP_OF_QOS_0); // [MQTT-3.3.1-2]
    }
    String topicAsSent = in.string();
    int packetId = qos == 0 ? 0 : in.packetIdentifier();
    Properties properties = mqtt5 ? Properties.read(in, Property.OF_PUBLISH) : Properties.NONE;
    if (properties.has(Property.SUBSCRIPTION_IDENTIFIER)) {
      // [MQTT-3.3.4-6]: only a server says which subscription matched.
      throw new MalformedPacketException(Malformation.SUBSCRIPTION_IDENTIFIER);
    }
    TopicName topic = topic(topicAsSent, properties.number(Property.TOPIC_ALIAS));
    Message message =
        new Message(
            topic, in.rest(), Qos.of(qos), (header & RETAIN) != 0, properties.publication());
    return new Publish(message, packetId, dup);
  }

  private TopicName topic(String sent, OptionalLong alias) throws MalformedPacketException {
    if (alias.isEmpty()) {
      if (sent.isEmpty()) {
        throw new MalformedPacketException(
            mqtt5 ? Malformation.NO_TOPIC : Malformation.TOPIC_NAME); // [MQTT-4.7.3-1]
      }
      return Properties.topicName(sent);
    }
    aliases.requireValid(alias.getAsLong());
    int number = (int) alias.getAsLong();
    if (sent.isEmpty()) {
      return aliases.get(number);
    }
    TopicName topic = Properties.topicName(sent);
    aliases.set(number, topic);
    return topic;
  }

  /** The Reason Code of an acknowledgement, SUCCESS when it was left out; properties are read. */
  private ReasonCode replyReason(ReasonCodes allowed, WireReader in)
      throws MalformedPacketException {
    if (!mqtt5) {
      in.requireEnd();
    }
    if (in.isAtEnd()) {
      return ReasonCode.SUCCESS;
    }
    ReasonCode reason = allowed.read(in);
    if (!in.isAtEnd()) {
      Properties.read(in, Property.OF_ACKNOWLEDGEMENT);
    }
    in.requireEnd();
    return reason;
  }

  private Unsubscribe unsubscribe(WireReader in) throws MalformedPacketException {
    int packetId = in.packetIdentifier();
    if (mqtt5) {
      Properties.read(in, Property.OF_UNSUBSCRIBE);
    }
    List<String> filters = new ArrayList<>(1);
    while (!in.isAtEnd()) {
      filters.add(in.string());
    }
    if (filters.isEmpty()) {
      throw new MalformedPacketException(Malformation.NO_FILTER); // [MQTT-3.10.3-2]
    }
    return new Unsubscribe(packetId, filters);
  }

  private void disconnect(WireReader in) throws MalformedPacketException {
    if (!mqtt5) {
      in.requireEnd();
    }
    ReasonCode reason = in.isAtEnd() ? ReasonCode.SUCCESS : ReasonCodes.DISCONNECT.read(in);
    Properties properties =
        in.isAtEnd() ? Properties.NONE : Properties.read(in, Property.OF_DISCONNECT);
    in.requireEnd();
    OptionalLong seconds = properties.number(Property.SESSION_EXPIRY_INTERVAL);
    receiver.onDisconnect(
        reason,
        seconds.isPresent()
            ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
            : Optional.empty());
  }
}
