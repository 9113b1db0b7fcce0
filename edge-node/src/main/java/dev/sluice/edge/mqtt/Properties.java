package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The properties of one MQTT 5 packet as its sender wrote them (section 2.2.2). */
final class Properties {
  static final Properties NONE = new Properties();

  private final Map<Property, Object> values = new EnumMap<>(Property.class);
  private final List<UserProperty> user = new ArrayList<>(0);

  private Properties() {}

  /**
   * Reads them, their length first.
   *
   * @param allowed in this packet; any other is malformed, and none but User Property may come
   *     twice
   */
  static Properties read(WireReader in, Set<Property> allowed) throws MalformedPacketException {
    int length = in.variableByteInteger();
    if (length == 0) {
      return NONE;
    }
    WireReader block = in.part(length);
    Properties properties = new Properties();
    while (!block.isAtEnd()) {
      Property property = Property.of(block.variableByteInteger());
      if (!allowed.contains(property)) {
        throw new MalformedPacketException(Malformation.PROPERTY);
      }
      properties.add(property, block);
    }
    return properties;
  }

  private void add(Property property, WireReader in) throws MalformedPacketException {
    if (property == Property.USER_PROPERTY) {
      user.add(new UserProperty(in.string(), in.string()));
    } else if (values.put(property, value(property, in)) != null) {
      throw new MalformedPacketException(Malformation.PROPERTY_REPEATED);
    }
  }

  private static Object value(Property property, WireReader in) throws MalformedPacketException {
    return switch (property.format()) {
      case BYTE -> (long) in.unsignedByte();
      case TWO_BYTES -> (long) in.twoBytes();
      case FOUR_BYTES -> in.fourBytes();
      case VARIABLE_BYTE_INTEGER -> (long) in.variableByteInteger();
      case STRING -> in.string();
      case BINARY -> in.binary();
      case STRING_PAIR -> throw new IllegalStateException(property + " is kept in a list");
    };
  }

  boolean has(Property property) {
    return values.containsKey(property);
  }

  OptionalLong number(Property property) {
    Object value = values.get(property);
    return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
  }

  /** A number that must not be 0. */
  long positive(Property property, long absent) throws MalformedPacketException {
    long value = number(property).orElse(absent);
    if (value == 0) {
      throw new MalformedPacketException(Malformation.PROPERTY_VALUE);
    }
    return value;
  }

  /** A byte that is 0 or 1. */
  boolean flag(Property property, boolean absent) throws MalformedPacketException {
    long value = number(property).orElse(absent ? 1 : 0);
    if (value > 1) {
      throw new MalformedPacketException(Malformation.PROPERTY_VALUE);
    }
    return value == 1;
  }

  private Optional<String> string(Property property) {
    return Optional.ofNullable((String) values.get(property));
  }

  /** What travels with a message, of a PUBLISH or a Will. */
  PublishProperties publication() throws MalformedPacketException {
    if (values.isEmpty() && user.isEmpty()) {
      return PublishProperties.NONE;
    }
    OptionalInt format =
        has(Property.PAYLOAD_FORMAT_INDICATOR)
            ? OptionalInt.of(flag(Property.PAYLOAD_FORMAT_INDICATOR, false) ? 1 : 0)
            : OptionalInt.empty();
    return new PublishProperties(
        format,
        number(Property.MESSAGE_EXPIRY_INTERVAL),
        string(Property.CONTENT_TYPE),
        responseTopic(),
        Optional.ofNullable((Payload) values.get(Property.CORRELATION_DATA)),
        user);
  }

  /** [MQTT-3.3.2-14]: a Topic Name, hence without wildcards. */
  private Optional<TopicName> responseTopic() throws MalformedPacketException {
    Optional<String> sent = string(Property.RESPONSE_TOPIC);
    return sent.isEmpty() ? Optional.empty() : Optional.of(topicName(sent.get()));
  }

  static TopicName topicName(String sent) throws MalformedPacketException {
    return TopicName.parse(sent)
        .orElseThrow(() -> new MalformedPacketException(Malformation.TOPIC_NAME));
  }
}
