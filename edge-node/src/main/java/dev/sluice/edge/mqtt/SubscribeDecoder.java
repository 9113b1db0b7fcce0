package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads SUBSCRIBE with its Subscription Options (section 3.8). */
final class SubscribeDecoder {
  private static final int NO_LOCAL = 0x04;
  private static final int RETAIN_AS_PUBLISHED = 0x08;
  private static final int RETAIN_HANDLING_SHIFT = 4;
  private static final int RESERVED_5 = 0xC0;
  private static final int RESERVED_311 = 0xFC;
  private static final RetainHandling[] HANDLINGS = RetainHandling.values();

  private final boolean mqtt5;

  SubscribeDecoder(ProtocolVersion version) {
    this.mqtt5 = version == ProtocolVersion.MQTT_5;
  }

  Subscribe read(WireReader in) throws MalformedPacketException {
    int packetId = in.packetIdentifier();
    Properties properties = mqtt5 ? Properties.read(in, Property.OF_SUBSCRIBE) : Properties.NONE;
    OptionalInt identifier = identifier(properties.number(Property.SUBSCRIPTION_IDENTIFIER));
    List<Subscribe.Item> items = new ArrayList<>(1);
    while (!in.isAtEnd()) {
      items.add(item(in.string(), in.unsignedByte()));
    }
    if (items.isEmpty()) {
      throw new MalformedPacketException(Malformation.NO_FILTER); // [MQTT-3.8.3-2]
    }
    return new Subscribe(packetId, items, identifier);
  }

  /** Never 0 (section 3.8.2.1.2). */
  private static OptionalInt identifier(OptionalLong sent) throws MalformedPacketException {
    if (sent.isEmpty()) {
      return OptionalInt.empty();
    }
    if (sent.getAsLong() == 0) {
      throw new MalformedPacketException(Malformation.SUBSCRIPTION_IDENTIFIER);
    }
    return OptionalInt.of((int) sent.getAsLong());
  }

  private Subscribe.Item item(String filter, int options) throws MalformedPacketException {
    // [MQTT-3.8.3-5]; of 3.1.1 [MQTT-3.8.3-4]
    if ((options & (mqtt5 ? RESERVED_5 : RESERVED_311)) != 0) {
      throw new MalformedPacketException(Malformation.SUBSCRIPTION_OPTIONS);
    }
    int qos = options & 0x3;
    int handling = options >> RETAIN_HANDLING_SHIFT;
    if (qos == 3 || handling == 3) {
      throw new MalformedPacketException(Malformation.SUBSCRIPTION_VALUE);
    }
    return new Subscribe.Item(
        filter,
        Qos.of(qos),
        (options & NO_LOCAL) != 0,
        (options & RETAIN_AS_PUBLISHED) != 0,
        HANDLINGS[handling]);
  }
}
