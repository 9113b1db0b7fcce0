package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The packets that make up nearly all traffic, read straight from the wire: PUBLISH without
 * properties and acknowledgements without a Reason Code. Anything else, well formed or not, is
 * declined and left untouched. One per connection.
 */
final class PlainPackets {
  private static final int PUBLISH = 0x3;
  private static final int PUBACK = 0x40;
  private static final int PUBREC = 0x50;
  private static final int PUBREL = 0x62;
  private static final int PUBCOMP = 0x70;
  private static final int PACKET_ID_BYTES = 2;

  /** Before the first PUBLISH; shared, for many connections never publish. */
  private static final TopicName NO_TOPIC_YET = TopicName.of("none");

  private final ClientPackets receiver;
  private final int propertyLengthBytes;

  /** A device publishes to few topics: the last one is rarely read again. */
  private TopicName topic = NO_TOPIC_YET;

  private ByteBuf topicBytes = Unpooled.EMPTY_BUFFER;

  PlainPackets(ClientPackets receiver, ProtocolVersion version) {
    this.receiver = receiver;
    this.propertyLengthBytes = version == ProtocolVersion.MQTT_5 ? 1 : 0;
  }

  /**
   * @param header the first byte of the packet
   * @param body index behind the fixed header; the reader index of {@code in} is not moved
   * @param remaining bytes from there on, all of them readable
   * @return false when the packet is not plain, and nothing has happened
   */
  boolean take(int header, ByteBuf in, int body, int remaining) {
    return header >> 4 == PUBLISH
        ? takePublish(header, in, body, remaining)
        : remaining == PACKET_ID_BYTES && takeReply(header, in.getUnsignedShort(body));
  }

  private boolean takeReply(int header, int packetId) {
    if (packetId == 0) {
      return false;
    }
    switch (header) {
      case PUBACK -> receiver.onPubAck(packetId, ReasonCode.SUCCESS);
      case PUBREC -> receiver.onPubRec(packetId, ReasonCode.SUCCESS);
      case PUBREL -> receiver.onPubRel(packetId, ReasonCode.SUCCESS);
      case PUBCOMP -> receiver.onPubComp(packetId, ReasonCode.SUCCESS);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean takePublish(int header, ByteBuf in, int body, int remaining) {
    int qos = header >> 1 & 0x3;
    boolean dup = (header & 0x08) != 0;
    // [MQTT-3.3.1-4] and [MQTT-3.3.1-2]
    if (qos == 3 || (qos == 0 && dup) || remaining < 2) {
      return false;
    }
    int topicLength = in.getUnsignedShort(body);
    int packetIdAt = body + 2 + topicLength;
    int propertiesAt = packetIdAt + (qos == 0 ? 0 : PACKET_ID_BYTES);
    int payloadAt = propertiesAt + propertyLengthBytes;
    int payloadLength = body + remaining - payloadAt;
    if (payloadLength < 0 || (propertyLengthBytes > 0 && in.getByte(propertiesAt) != 0)) {
      return false;
    }
    int packetId = qos == 0 ? 0 : in.getUnsignedShort(packetIdAt);
    if ((qos > 0 && packetId == 0) || !readTopic(in, body + 2, topicLength)) {
      return false;
    }
    byte[] payload = new byte[payloadLength];
    in.getBytes(payloadAt, payload);
    Message message =
        new Message(
            topic, Payload.of(payload), Qos.of(qos), (header & 0x01) != 0, PublishProperties.NONE);
    receiver.onPublish(new Publish(message, packetId, dup));
    return true;
  }

  /** False when it is no Topic Name, or not UTF-8: that would not come out as it went in. */
  private boolean readTopic(ByteBuf in, int index, int length) {
    if (topicBytes.capacity() == length && ByteBufUtil.equals(topicBytes, 0, in, index, length)) {
      return length > 0;
    }
    byte[] sent = new byte[length];
    in.getBytes(index, sent);
    Optional<TopicName> name = TopicName.parse(new String(sent, StandardCharsets.UTF_8));
    if (name.isEmpty() || !Arrays.equals(name.get().utf8(), sent)) {
      return false;
    }
    topic = name.get();
    topicBytes = Unpooled.wrappedBuffer(topic.utf8());
    return true;
  }
}
