package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads MQTT 5 properties as decoded by Netty, refusing what has no place in the packet. */
final class PropertyReader {
  private static final long PUBLICATION =
      setOf(
          MqttProperties.PAYLOAD_FORMAT_INDICATOR,
          MqttProperties.PUBLICATION_EXPIRY_INTERVAL,
          MqttProperties.CONTENT_TYPE,
          MqttProperties.RESPONSE_TOPIC,
          MqttProperties.CORRELATION_DATA,
          MqttProperties.USER_PROPERTY);
  private static final long WILL = PUBLICATION | setOf(MqttProperties.WILL_DELAY_INTERVAL);
  private static final long CONNECT =
      setOf(
          MqttProperties.SESSION_EXPIRY_INTERVAL,
          MqttProperties.RECEIVE_MAXIMUM,
          MqttProperties.MAXIMUM_PACKET_SIZE,
          MqttProperties.TOPIC_ALIAS_MAXIMUM,
          MqttProperties.REQUEST_RESPONSE_INFORMATION,
          MqttProperties.REQUEST_PROBLEM_INFORMATION,
          MqttProperties.USER_PROPERTY);
  private static final long SUBSCRIBE =
      setOf(MqttProperties.SUBSCRIPTION_IDENTIFIER, MqttProperties.USER_PROPERTY);
  private static final long DISCONNECT =
      setOf(
          MqttProperties.SESSION_EXPIRY_INTERVAL,
          MqttProperties.REASON_STRING,
          MqttProperties.USER_PROPERTY);

  private PropertyReader() {}

  /** Property Identifiers are all below 64: a set of them fits into one word. */
  private static long setOf(int... identifiers) {
    long set = 0;
    for (int identifier : identifiers) {
      set |= 1L << identifier;
    }
    return set;
  }

  /** Properties of a PUBLISH. We offer no Topic Alias, so that any is invalid [MQTT-3.3.2-9]. */
  static PublishProperties publish(MqttProperties properties) throws MalformedPacketException {
    if (properties.isEmpty()) {
      return PublishProperties.NONE;
    }
    if (properties.getProperty(MqttProperties.TOPIC_ALIAS) != null) {
      throw new MalformedPacketException(ReasonCode.TOPIC_ALIAS_INVALID);
    }
    // [MQTT-3.3.4-6]: only a server says which subscription matched.
    if (!all(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER).isEmpty()) {
      throw new MalformedPacketException(ReasonCode.PROTOCOL_ERROR);
    }
    requireOnly(PUBLICATION, properties);
    return publication(properties);
  }

  static PublishProperties will(MqttProperties properties) throws MalformedPacketException {
    requireOnly(WILL, properties);
    return publication(properties);
  }

  static void requireConnect(MqttProperties properties) throws MalformedPacketException {
    requireOnly(CONNECT, properties);
    requireFlag(properties, MqttProperties.REQUEST_RESPONSE_INFORMATION);
    requireFlag(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION);
  }

  /** The Session Expiry Interval with which a DISCONNECT replaces that of CONNECT. */
  static Optional<Duration> disconnect(MqttProperties properties) throws MalformedPacketException {
    requireOnly(DISCONNECT, properties);
    OptionalLong seconds = number(properties, MqttProperties.SESSION_EXPIRY_INTERVAL);
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
        : Optional.empty();
  }

  /** Subscription Identifier of a SUBSCRIBE: at most one, never 0 [MQTT-3.8.2.1.2]. */
  static OptionalInt subscriptionIdentifier(MqttProperties properties)
      throws MalformedPacketException {
    requireOnly(SUBSCRIBE, properties);
    List<? extends MqttProperty<?>> found = all(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER);
    if (found.isEmpty()) {
      return OptionalInt.empty();
    }
    int identifier = (Integer) found.get(0).value();
    if (found.size() > 1 || identifier == 0) {
      throw new MalformedPacketException(ReasonCode.PROTOCOL_ERROR);
    }
    return OptionalInt.of(identifier);
  }

  /** A property that may be repeated, in the order of the packet. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // Netty returns lists of the raw type.
  private static List<? extends MqttProperty<?>> all(MqttProperties properties, int identifier) {
    return (List) properties.getProperties(identifier);
  }

  /** A numeric property; four-byte values are unsigned. */
  static OptionalLong number(MqttProperties properties, int identifier) {
    MqttProperty<?> property = properties.getProperty(identifier);
    return property == null
        ? OptionalLong.empty()
        : OptionalLong.of(Integer.toUnsignedLong((Integer) property.value()));
  }

  private static PublishProperties publication(MqttProperties properties)
      throws MalformedPacketException {
    requireFlag(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR);
    OptionalLong format = number(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR);
    return new PublishProperties(
        format.isPresent() ? OptionalInt.of((int) format.getAsLong()) : OptionalInt.empty(),
        number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL),
        string(properties, MqttProperties.CONTENT_TYPE),
        responseTopic(properties),
        correlationData(properties),
        userProperties(properties));
  }

  private static Optional<TopicName> responseTopic(MqttProperties properties)
      throws MalformedPacketException {
    Optional<String> sent = string(properties, MqttProperties.RESPONSE_TOPIC);
    // [MQTT-3.3.2-14]: no wildcards there.
    return sent.isEmpty() ? Optional.empty() : Optional.of(PacketReader.topicName(sent.get()));
  }

  private static Optional<Payload> correlationData(MqttProperties properties) {
    MqttProperty<?> property = properties.getProperty(MqttProperties.CORRELATION_DATA);
    return property == null ? Optional.empty() : Optional.of(Payload.of((byte[]) property.value()));
  }

  private static Optional<String> string(MqttProperties properties, int identifier) {
    MqttProperty<?> property = properties.getProperty(identifier);
    return property == null ? Optional.empty() : Optional.of((String) property.value());
  }

  private static List<UserProperty> userProperties(MqttProperties properties) {
    List<UserProperty> read = new ArrayList<>();
    for (MqttProperty<?> property : all(properties, MqttProperties.USER_PROPERTY)) {
      StringPair pair = (StringPair) property.value();
      read.add(new UserProperty(pair.key, pair.value));
    }
    return read;
  }

  private static void requireOnly(long allowed, MqttProperties properties)
      throws MalformedPacketException {
    for (MqttProperty<?> property : properties.listAll()) {
      if ((allowed & 1L << property.propertyId()) == 0) {
        throw new MalformedPacketException(ReasonCode.MALFORMED_PACKET);
      }
    }
  }

  private static void requireFlag(MqttProperties properties, int identifier)
      throws MalformedPacketException {
    if (number(properties, identifier).orElse(0) > 1) {
      throw new MalformedPacketException(ReasonCode.PROTOCOL_ERROR);
    }
  }
}
