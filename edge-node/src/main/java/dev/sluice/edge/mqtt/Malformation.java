package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;
import java.util.Locale;

/** The kinds of packet that no client may send, with what an MQTT 5 client is told of them. */
enum Malformation {
  // Framing.
  PACKET_TYPE(ReasonCode.MALFORMED_PACKET, "no such packet type"),
  FIXED_HEADER_FLAGS(ReasonCode.MALFORMED_PACKET, "reserved flags of the fixed header"),
  REMAINING_LENGTH(ReasonCode.MALFORMED_PACKET, "remaining length not in its shortest form"),
  PACKET_TOO_LARGE(ReasonCode.PACKET_TOO_LARGE, "packet beyond the maximum packet size"),
  TRUNCATED(ReasonCode.MALFORMED_PACKET, "a field runs beyond the end of the packet"),
  TRAILING_BYTES(ReasonCode.MALFORMED_PACKET, "bytes behind the last field"),
  UTF8(ReasonCode.MALFORMED_PACKET, "a string is not well-formed UTF-8 or holds U+0000"),
  VARIABLE_BYTE_INTEGER(ReasonCode.MALFORMED_PACKET, "a variable byte integer is not valid"),

  // The order of packets.
  NO_CONNECT(ReasonCode.PROTOCOL_ERROR, "the first packet is not a CONNECT"),
  SECOND_CONNECT(ReasonCode.PROTOCOL_ERROR, "a second CONNECT"),
  SERVER_PACKET(ReasonCode.PROTOCOL_ERROR, "a packet that only servers send"),
  UNEXPECTED_AUTH(ReasonCode.PROTOCOL_ERROR, "AUTH without enhanced authentication"),

  // CONNECT.
  PROTOCOL_NAME(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "not the protocol name of MQTT"),
  PROTOCOL_LEVEL(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "a protocol level not served here"),
  CONNECT_FLAGS(ReasonCode.MALFORMED_PACKET, "connect flags that contradict each other"),
  WILL_QOS(ReasonCode.MALFORMED_PACKET, "Will QoS 3"),
  CLIENT_IDENTIFIER(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "client identifier too long"),
  AUTHENTICATION_METHOD(
      ReasonCode.BAD_AUTHENTICATION_METHOD, "no method of enhanced authentication is offered"),

  // Properties.
  PROPERTY(ReasonCode.MALFORMED_PACKET, "a property that has no place in the packet"),
  PROPERTY_REPEATED(ReasonCode.PROTOCOL_ERROR, "a property that may come only once"),
  PROPERTY_VALUE(ReasonCode.PROTOCOL_ERROR, "a property with a value that is not allowed"),

  // Publications and subscriptions.
  QOS(ReasonCode.MALFORMED_PACKET, "QoS 3"),
  DUP_OF_QOS_0(ReasonCode.MALFORMED_PACKET, "DUP with QoS 0"),
  PACKET_IDENTIFIER(ReasonCode.PROTOCOL_ERROR, "packet identifier 0"),
  TOPIC_NAME(ReasonCode.TOPIC_NAME_INVALID, "not a topic name"),
  NO_TOPIC(ReasonCode.PROTOCOL_ERROR, "neither topic nor known topic alias"),
  TOPIC_ALIAS(ReasonCode.TOPIC_ALIAS_INVALID, "topic alias 0 or beyond the maximum"),
  SUBSCRIPTION_IDENTIFIER(ReasonCode.PROTOCOL_ERROR, "subscription identifier not allowed here"),
  SUBSCRIPTION_OPTIONS(ReasonCode.MALFORMED_PACKET, "reserved subscription options"),
  SUBSCRIPTION_VALUE(ReasonCode.PROTOCOL_ERROR, "subscription options with a reserved value"),
  NO_FILTER(ReasonCode.PROTOCOL_ERROR, "no topic filter"),
  REASON_CODE(ReasonCode.MALFORMED_PACKET, "a reason code that has no place in the packet");

  private final ReasonCode reason;
  private final String sentence;

  Malformation(ReasonCode reason, String sentence) {
    this.reason = reason;
    this.sentence = sentence;
  }

  ReasonCode reason() {
    return reason;
  }

  /** For the Reason String: what is wrong, without anything of the packet. */
  String sentence() {
    return sentence;
  }

  /** As metrics and logs name it, such as {@code topic-alias}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
