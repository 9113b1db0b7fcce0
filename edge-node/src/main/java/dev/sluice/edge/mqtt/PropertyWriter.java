package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.UserProperty;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * Encodes the properties of an MQTT 5 PUBLISH [MQTT-3.3.2.3].
 *
 * <p>Lengths come first on the wire, so every property has a size and a write; both walk the same
 * fields in the same order.
 */
final class PropertyWriter {
  private static final int STRING_BYTES_MAX = 65_535;

  private PropertyWriter() {}

  /** Bytes of all properties, without the Property Length in front. */
  static int size(Delivery delivery) {
    PublishProperties properties = delivery.message().properties();
    int size = 0;
    size += properties.payloadFormatIndicator().isPresent() ? 2 : 0;
    size += delivery.messageExpirySeconds().isPresent() ? 5 : 0;
    if (properties.contentType().isPresent()) {
      size += 1 + stringSize(properties.contentType().get());
    }
    if (properties.responseTopic().isPresent()) {
      size += 3 + properties.responseTopic().get().utf8().length;
    }
    if (properties.correlationData().isPresent()) {
      size += 3 + binarySize(properties.correlationData().get().size());
    }
    size += identifiersSize(delivery.subscriptionIdentifiers());
    for (UserProperty property : properties.userProperties()) {
      size += 1 + stringSize(property.name()) + stringSize(property.value());
    }
    return size;
  }

  static void write(Delivery delivery, ByteBuf out) {
    PublishProperties properties = delivery.message().properties();
    if (properties.payloadFormatIndicator().isPresent()) {
      out.writeByte(Property.PAYLOAD_FORMAT_INDICATOR.identifier());
      out.writeByte(properties.payloadFormatIndicator().getAsInt());
    }
    if (delivery.messageExpirySeconds().isPresent()) {
      out.writeByte(Property.MESSAGE_EXPIRY_INTERVAL.identifier());
      out.writeInt(delivery.messageExpirySeconds().getAsInt());
    }
    if (properties.contentType().isPresent()) {
      out.writeByte(Property.CONTENT_TYPE.identifier());
      writeString(properties.contentType().get(), out);
    }
    if (properties.responseTopic().isPresent()) {
      out.writeByte(Property.RESPONSE_TOPIC.identifier());
      writeBinary(properties.responseTopic().get().utf8(), out);
    }
    if (properties.correlationData().isPresent()) {
      out.writeByte(Property.CORRELATION_DATA.identifier());
      writeBinary(properties.correlationData().get().bytes(), out);
    }
    writeIdentifiers(delivery.subscriptionIdentifiers(), out);
    for (UserProperty property : properties.userProperties()) {
      out.writeByte(Property.USER_PROPERTY.identifier());
      writeString(property.name(), out);
      writeString(property.value(), out);
    }
  }

  /** Bytes of one property that is a string. */
  static int size(String value) {
    return 1 + stringSize(value);
  }

  static void write(Property property, String value, ByteBuf out) {
    out.writeByte(property.identifier());
    writeString(value, out);
  }

  private static int identifiersSize(List<Integer> identifiers) {
    int size = 0;
    for (int identifier : identifiers) {
      size += 1 + VariableByteInteger.size(identifier);
    }
    return size;
  }

  private static void writeIdentifiers(List<Integer> identifiers, ByteBuf out) {
    for (int identifier : identifiers) {
      out.writeByte(Property.SUBSCRIPTION_IDENTIFIER.identifier());
      VariableByteInteger.write(identifier, out);
    }
  }

  private static int stringSize(String value) {
    return 2 + binarySize(ByteBufUtil.utf8Bytes(value));
  }

  private static int binarySize(int bytes) {
    if (bytes > STRING_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a property holds at most 65,535 bytes, this one has " + bytes);
    }
    return bytes;
  }

  private static void writeString(String value, ByteBuf out) {
    out.writeShort(ByteBufUtil.utf8Bytes(value));
    ByteBufUtil.writeUtf8(out, value);
  }

  private static void writeBinary(byte[] value, ByteBuf out) {
    out.writeShort(value.length);
    out.writeBytes(value);
  }
}
