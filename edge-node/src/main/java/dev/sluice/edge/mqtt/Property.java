package dev.sluice.edge.mqtt;

import java.util.EnumSet;
import java.util.Set;

/** The properties of MQTT 5, their identifiers and formats (section 2.2.2.2). */
enum Property {
  PAYLOAD_FORMAT_INDICATOR(0x01, Format.BYTE),
  MESSAGE_EXPIRY_INTERVAL(0x02, Format.FOUR_BYTES),
  CONTENT_TYPE(0x03, Format.STRING),
  RESPONSE_TOPIC(0x08, Format.STRING),
  CORRELATION_DATA(0x09, Format.BINARY),
  SUBSCRIPTION_IDENTIFIER(0x0B, Format.VARIABLE_BYTE_INTEGER),
  SESSION_EXPIRY_INTERVAL(0x11, Format.FOUR_BYTES),
  ASSIGNED_CLIENT_IDENTIFIER(0x12, Format.STRING),
  SERVER_KEEP_ALIVE(0x13, Format.TWO_BYTES),
  AUTHENTICATION_METHOD(0x15, Format.STRING),
  AUTHENTICATION_DATA(0x16, Format.BINARY),
  REQUEST_PROBLEM_INFORMATION(0x17, Format.BYTE),
  WILL_DELAY_INTERVAL(0x18, Format.FOUR_BYTES),
  REQUEST_RESPONSE_INFORMATION(0x19, Format.BYTE),
  RESPONSE_INFORMATION(0x1A, Format.STRING),
  SERVER_REFERENCE(0x1C, Format.STRING),
  REASON_STRING(0x1F, Format.STRING),
  RECEIVE_MAXIMUM(0x21, Format.TWO_BYTES),
  TOPIC_ALIAS_MAXIMUM(0x22, Format.TWO_BYTES),
  TOPIC_ALIAS(0x23, Format.TWO_BYTES),
  MAXIMUM_QOS(0x24, Format.BYTE),
  RETAIN_AVAILABLE(0x25, Format.BYTE),
  USER_PROPERTY(0x26, Format.STRING_PAIR),
  MAXIMUM_PACKET_SIZE(0x27, Format.FOUR_BYTES),
  WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Format.BYTE),
  SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Format.BYTE),
  SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Format.BYTE);

  /** How a value is written. */
  enum Format {
    BYTE,
    TWO_BYTES,
    FOUR_BYTES,
    VARIABLE_BYTE_INTEGER,
    STRING,
    BINARY,
    STRING_PAIR
  }

  // What clients may send, and where.
  static final Set<Property> OF_PUBLISH =
      EnumSet.of(
          PAYLOAD_FORMAT_INDICATOR,
          MESSAGE_EXPIRY_INTERVAL,
          CONTENT_TYPE,
          RESPONSE_TOPIC,
          CORRELATION_DATA,
          SUBSCRIPTION_IDENTIFIER,
          TOPIC_ALIAS,
          USER_PROPERTY);
  static final Set<Property> OF_WILL =
      EnumSet.of(
          WILL_DELAY_INTERVAL,
          PAYLOAD_FORMAT_INDICATOR,
          MESSAGE_EXPIRY_INTERVAL,
          CONTENT_TYPE,
          RESPONSE_TOPIC,
          CORRELATION_DATA,
          USER_PROPERTY);
  static final Set<Property> OF_CONNECT =
      EnumSet.of(
          SESSION_EXPIRY_INTERVAL,
          RECEIVE_MAXIMUM,
          MAXIMUM_PACKET_SIZE,
          TOPIC_ALIAS_MAXIMUM,
          REQUEST_RESPONSE_INFORMATION,
          REQUEST_PROBLEM_INFORMATION,
          AUTHENTICATION_METHOD,
          AUTHENTICATION_DATA,
          USER_PROPERTY);
  static final Set<Property> OF_ACKNOWLEDGEMENT = EnumSet.of(REASON_STRING, USER_PROPERTY);
  static final Set<Property> OF_SUBSCRIBE = EnumSet.of(SUBSCRIPTION_IDENTIFIER, USER_PROPERTY);
  static final Set<Property> OF_UNSUBSCRIBE = EnumSet.of(USER_PROPERTY);
  static final Set<Property> OF_DISCONNECT =
      EnumSet.of(SESSION_EXPIRY_INTERVAL, REASON_STRING, USER_PROPERTY);

  private static final Property[] BY_IDENTIFIER = new Property[0x2B];

  static {
    for (Property property : values()) {
      BY_IDENTIFIER[property.identifier] = property;
    }
  }

  private final int identifier;
  private final Format format;

  Property(int identifier, Format format) {
    this.identifier = identifier;
    this.format = format;
  }

  /** Its number on the wire; all of them fit into one byte. */
  int identifier() {
    return identifier;
  }

  Format format() {
    return format;
  }

  static Property of(int identifier) throws MalformedPacketException {
    Property known = identifier < BY_IDENTIFIER.length ? BY_IDENTIFIER[identifier] : null;
    if (known == null) {
      throw new MalformedPacketException(Malformation.PROPERTY);
    }
    return known;
  }
}
