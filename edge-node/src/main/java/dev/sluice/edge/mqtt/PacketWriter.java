package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.ReasonCode;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Encodes what a server sends straight into a buffer: no packet objects, no intermediate copies.
 *
 * <p>Every method checks first and then writes, so that a packet that cannot be encoded leaves the
 * buffer as it was.
 */
enum PacketWriter {
  MQTT_3_1_1,
  MQTT_5;

  private static final int PUBLISH = 0x30;
  private static final int PUBACK = 0x40;
  private static final int PUBREC = 0x50;
  private static final int PUBREL = 0x62;
  private static final int PUBCOMP = 0x70;
  private static final int SUBACK = 0x90;
  private static final int UNSUBACK = 0xB0;
  private static final int PINGRESP = 0xD0;
  private static final int DISCONNECT = 0xE0;
  private static final int TOPIC_ALIAS_BYTES = 3;
  private static final byte[] NO_TOPIC = {};

  static PacketWriter of(ProtocolVersion version) {
    return version == ProtocolVersion.MQTT_5 ? MQTT_5 : MQTT_3_1_1;
  }

  void publish(Delivery packet, ByteBuf out) {
    publish(packet, OutgoingAliases.Use.NONE, out);
  }

  void publish(Delivery packet, OutgoingAliases.Use alias, ByteBuf out) {
    Message message = packet.message();
    byte[] topic = alias.withTopic() ? message.topic().utf8() : NO_TOPIC;
    byte[] payload = message.payload().bytes();
    int packetIdSize = packet.packetId() == 0 ? 0 : 2;
    int aliasSize = alias.alias() == 0 ? 0 : TOPIC_ALIAS_BYTES;
    int propertiesSize = this == MQTT_5 ? PropertyWriter.size(packet) + aliasSize : 0;
    int propertyLengthSize = this == MQTT_5 ? VariableByteInteger.size(propertiesSize) : 0;
    int remaining =
        2 + topic.length + packetIdSize + propertyLengthSize + propertiesSize + payload.length;
    // Reserving all of it at once spares a large payload the doubling of the buffer.
    out.ensureWritable(1 + VariableByteInteger.size(remaining) + remaining);
    out.writeByte(publishFlags(packet));
    VariableByteInteger.write(remaining, out);
    out.writeShort(topic.length);
    out.writeBytes(topic);
    if (packetIdSize > 0) {
      out.writeShort(packet.packetId());
    }
    if (this == MQTT_5) {
      VariableByteInteger.write(propertiesSize, out);
      if (aliasSize > 0) {
        out.writeByte(Property.TOPIC_ALIAS.identifier());
        out.writeShort(alias.alias());
      }
      PropertyWriter.write(packet, out);
    }
    out.writeBytes(payload);
  }

  private static int publishFlags(Delivery packet) {
    return PUBLISH
        | (packet.dup() ? 0x08 : 0)
        | packet.qos().level() << 1
        | (packet.retain() ? 0x01 : 0);
  }

  void pubAck(PubAck packet, ByteBuf out) {
    acknowledge(PUBACK, packet.packetId(), packet.reason(), out);
  }

  void pubRec(PubRec packet, ByteBuf out) {
    acknowledge(PUBREC, packet.packetId(), packet.reason(), out);
  }

  void pubRel(PubRel packet, ByteBuf out) {
    acknowledge(PUBREL, packet.packetId(), packet.reason(), out);
  }

  void pubComp(PubComp packet, ByteBuf out) {
    acknowledge(PUBCOMP, packet.packetId(), packet.reason(), out);
  }

  /** The Reason Code may be left out when it is SUCCESS, and has no place in 3.1.1. */
  private void acknowledge(int header, int packetId, ReasonCode reason, ByteBuf out) {
    boolean withReason = this == MQTT_5 && reason != ReasonCode.SUCCESS;
    out.writeByte(header);
    out.writeByte(withReason ? 3 : 2);
    out.writeShort(packetId);
    if (withReason) {
      out.writeByte(reason.code());
    }
  }

  void subAck(SubAck packet, ByteBuf out) {
    List<ReasonCode> reasons = packet.reasons();
    writeHead(SUBACK, packet.packetId(), reasons.size(), out);
    for (ReasonCode reason : reasons) {
      // 3.1.1 knows a single failure [MQTT-3.9.3-2].
      out.writeByte(this == MQTT_3_1_1 && reason.isError() ? 0x80 : reason.code());
    }
  }

  void unsubAck(UnsubAck packet, ByteBuf out) {
    List<ReasonCode> reasons = this == MQTT_5 ? packet.reasons() : List.of();
    writeHead(UNSUBACK, packet.packetId(), reasons.size(), out);
    for (ReasonCode reason : reasons) {
      out.writeByte(reason.code());
    }
  }

  private void writeHead(int header, int packetId, int reasons, ByteBuf out) {
    out.writeByte(header);
    VariableByteInteger.write(2 + (this == MQTT_5 ? 1 : 0) + reasons, out);
    out.writeShort(packetId);
    if (this == MQTT_5) {
      out.writeByte(0);
    }
  }

  void pingResp(ByteBuf out) {
    out.writeByte(PINGRESP);
    out.writeByte(0);
  }

  /**
   * A server tells only MQTT 5 clients why; to others this writes nothing.
   *
   * @param text for a person, empty for none
   */
  void disconnect(ReasonCode reason, String text, ByteBuf out) {
    if (this == MQTT_3_1_1) {
      return;
    }
    int properties = text.isEmpty() ? 0 : PropertyWriter.size(text);
    int remaining = text.isEmpty() ? 1 : 1 + VariableByteInteger.size(properties) + properties;
    out.writeByte(DISCONNECT);
    VariableByteInteger.write(remaining, out);
    out.writeByte(reason.code());
    if (!text.isEmpty()) {
      VariableByteInteger.write(properties, out);
      PropertyWriter.write(Property.REASON_STRING, text, out);
    }
  }
}
