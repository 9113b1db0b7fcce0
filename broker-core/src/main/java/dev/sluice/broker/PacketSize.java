package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import java.util.List;

/** Sizes on the wire, in bytes, known before anything is encoded (sections 1.5 and 3.3). */
final class PacketSize {
  private PacketSize() {}

  /**
   * The properties of a PUBLISH without their length field and without Subscription Identifiers.
   */
  @SuppressWarnings("ReferenceEquality")
  static int properties(PublishProperties properties) {
    // Most messages share that one; others that equal it take the long way to the same sum.
    if (properties == PublishProperties.NONE) {
      return 0;
    }
    int bytes = properties.payloadFormatIndicator().isPresent() ? 2 : 0;
    bytes += properties.messageExpirySeconds().isPresent() ? 5 : 0;
    bytes += properties.contentType().map(type -> 3 + utf8(type)).orElse(0);
    bytes += properties.responseTopic().map(topic -> 3 + topic.utf8().length).orElse(0);
    bytes += properties.correlationData().map(Payload::size).map(size -> 3 + size).orElse(0);
    for (UserProperty property : properties.userProperties()) {
      bytes += 5 + utf8(property.name()) + utf8(property.value());
    }
    return bytes;
  }

  /** A whole PUBLISH packet; {@code propertyBytes} as from {@link #properties}. */
  static long publish(
      Message message,
      int propertyBytes,
      Qos qos,
      List<Integer> subscriptionIdentifiers,
      ProtocolVersion version) {
    TopicName topic = message.topic();
    long remaining = 2L + topic.utf8().length + message.payload().size();
    remaining += qos == Qos.AT_MOST_ONCE ? 0 : 2;
    if (version == ProtocolVersion.MQTT_5) {
      int properties = propertyBytes;
      for (int identifier : subscriptionIdentifiers) {
        properties += 1 + variableByteInteger(identifier);
      }
      remaining += variableByteInteger(properties) + properties;
    }
    return 1 + variableByteInteger(remaining) + remaining;
  }

  static int utf8(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair stands for two of the four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static int variableByteInteger(long value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
  }
}
