package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubCompReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRelReasonCode;
import io.vertx.mqtt.messages.codes.MqttReasonCode;

/**
 * What a client may send, seen right behind the decoder: whatever passes here Vert.x MQTT can
 * dispatch without throwing.
 */
final class ClientPackets {
  private static final boolean[] PUBACK = codes(MqttPubAckReasonCode.values());
  private static final boolean[] PUBREC = codes(MqttPubRecReasonCode.values());
  private static final boolean[] PUBREL = codes(MqttPubRelReasonCode.values());
  private static final boolean[] PUBCOMP = codes(MqttPubCompReasonCode.values());
  private static final boolean[] DISCONNECT = codes(MqttDisconnectReasonCode.values());

  private ClientPackets() {}

  private static boolean[] codes(MqttReasonCode[] known) {
    boolean[] table = new boolean[256];
    for (MqttReasonCode code : known) {
      table[Byte.toUnsignedInt(code.value())] = true;
    }
    return table;
  }

  /** What is wrong with the packet; SUCCESS when nothing is. */
  static ReasonCode faultOf(MqttMessage packet) {
    if (packet.decoderResult().isFailure()) {
      return faultOf(packet.decoderResult().cause());
    }
    return switch (packet.fixedHeader().messageType()) {
      case CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ -> ReasonCode.SUCCESS;
      case PUBACK -> knownReply(PUBACK, packet);
      case PUBREC -> knownReply(PUBREC, packet);
      case PUBREL -> knownReply(PUBREL, packet);
      case PUBCOMP -> knownReply(PUBCOMP, packet);
      case DISCONNECT ->
          known(
              DISCONNECT,
              ((MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader()).reasonCode());
      // No Enhanced Authentication has begun [MQTT-4.12.0-6]; the others only a server sends.
      case AUTH, CONNACK, SUBACK, UNSUBACK, PINGRESP -> ReasonCode.PROTOCOL_ERROR;
    };
  }

  private static ReasonCode knownReply(boolean[] codes, MqttMessage packet) {
    return known(codes, ((MqttPubReplyMessageVariableHeader) packet.variableHeader()).reasonCode());
  }

  private static ReasonCode known(boolean[] codes, byte code) {
    return codes[Byte.toUnsignedInt(code)] ? ReasonCode.SUCCESS : ReasonCode.MALFORMED_PACKET;
  }

  private static ReasonCode faultOf(Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      return ReasonCode.PACKET_TOO_LARGE;
    }
    if (cause instanceof MqttUnacceptableProtocolVersionException) {
      return ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
    }
    if (cause instanceof MqttIdentifierRejectedException) {
      return ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
    }
    // The decoder has one exception for all the rest; only its text tells this one apart.
    String message = String.valueOf(cause.getMessage());
    return message.startsWith("invalid publish topic name")
        ? ReasonCode.TOPIC_NAME_INVALID
        : ReasonCode.MALFORMED_PACKET;
  }

  static boolean isConnect(MqttMessage packet) {
    return packet.decoderResult().isSuccess()
        && packet.fixedHeader().messageType() == MqttMessageType.CONNECT;
  }

  /** Bytes that the packet took on the wire; 0 where it never became one. */
  static int wireSize(MqttMessage packet) {
    if (packet.fixedHeader() == null || packet.decoderResult().isFailure()) {
      return 0;
    }
    int remaining = packet.fixedHeader().remainingLength();
    return 1 + VariableByteInteger.size(remaining) + remaining;
  }
}
