package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.ServerLimits;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Optional;

/** Encodes CONNACK (section 3.2), once per connection. */
final class ConnAckWriter {
  private static final int CONNACK = 0x20;
  private static final long UNSIGNED_INT_MAX = 0xFFFFFFFFL;
  private static final int REASON_STRING_BYTES_MAX = 200;

  private ConnAckWriter() {}

  /**
   * What the listener adds to the core's answer to an MQTT 5 client.
   *
   * @param topicAliasMaximum how many aliases the client may set
   * @param text why it was refused, for a person; empty for none
   */
  record Addition(int topicAliasMaximum, Optional<String> responseInformation, String text) {
    static final Addition NONE = new Addition(0, Optional.empty(), "");

    Addition withoutText() {
      return new Addition(topicAliasMaximum, responseInformation, "");
    }
  }

  static void write(ConnAck packet, Addition addition, ProtocolVersion version, ByteBuf out) {
    if (version == ProtocolVersion.MQTT_3_1_1) {
      out.writeByte(CONNACK);
      out.writeByte(2);
      out.writeBoolean(packet.sessionPresent());
      out.writeByte(returnCodeOf311(packet.reason()));
      return;
    }
    ByteBuf properties = Unpooled.buffer();
    if (packet.reason().isError()) {
      if (!addition.text().isEmpty() && addition.text().length() <= REASON_STRING_BYTES_MAX) {
        PropertyWriter.write(Property.REASON_STRING, addition.text(), properties);
      }
    } else {
      accepted(packet, addition, properties);
    }
    int size = properties.readableBytes();
    out.writeByte(CONNACK);
    VariableByteInteger.write(2 + VariableByteInteger.size(size) + size, out);
    out.writeBoolean(packet.sessionPresent());
    out.writeByte(codeOf5(packet.reason()));
    VariableByteInteger.write(size, out);
    out.writeBytes(properties);
  }

  private static void accepted(ConnAck packet, Addition addition, ByteBuf out) {
    if (packet.limits().isPresent()) {
      ServerLimits limits = packet.limits().get();
      out.writeByte(Property.RECEIVE_MAXIMUM.identifier()).writeShort(limits.receiveMaximum());
      out.writeByte(Property.MAXIMUM_PACKET_SIZE.identifier()).writeInt(limits.maximumPacketSize());
    }
    if (packet.assignedClientId().isPresent()) {
      String assigned = packet.assignedClientId().get().value();
      PropertyWriter.write(Property.ASSIGNED_CLIENT_IDENTIFIER, assigned, out);
    }
    if (packet.serverKeepAliveSeconds().isPresent()) {
      out.writeByte(Property.SERVER_KEEP_ALIVE.identifier());
      out.writeShort(packet.serverKeepAliveSeconds().getAsInt());
    }
    if (packet.sessionExpiry().isPresent()) {
      Duration expiry = packet.sessionExpiry().get();
      out.writeByte(Property.SESSION_EXPIRY_INTERVAL.identifier());
      out.writeInt((int) Math.min(UNSIGNED_INT_MAX, expiry.toSeconds()));
    }
    if (addition.topicAliasMaximum() > 0) {
      out.writeByte(Property.TOPIC_ALIAS_MAXIMUM.identifier());
      out.writeShort(addition.topicAliasMaximum());
    }
    if (addition.responseInformation().isPresent()) {
      String where = addition.responseInformation().get();
      PropertyWriter.write(Property.RESPONSE_INFORMATION, where, out);
    }
  }

  /** CONNACK has fewer Reason Codes than DISCONNECT. */
  private static int codeOf5(ReasonCode reason) {
    return ReasonCodes.CONNACK.allows(reason) ? reason.code() : ReasonCode.UNSPECIFIED_ERROR.code();
  }

  /** Table 3.1 of 3.1.1 has five refusals; the nearest one tells the client whether to retry. */
  private static int returnCodeOf311(ReasonCode reason) {
    return switch (reason) {
      case SUCCESS -> 0;
      case UNSUPPORTED_PROTOCOL_VERSION -> 1;
      case CLIENT_IDENTIFIER_NOT_VALID -> 2;
      case SERVER_UNAVAILABLE, SERVER_BUSY, QUOTA_EXCEEDED, SERVER_SHUTTING_DOWN -> 3;
      case BAD_USER_NAME_OR_PASSWORD -> 4;
      default -> 5;
    };
  }
}
