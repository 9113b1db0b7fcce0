package dev.sluice.cloud.broker;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.Correlation;
import dev.sluice.uplink.ForwardedMessage.Properties;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A PUBLISH as a message of the link; its payload is copied. */
public final class PublishedMessage {
  private static final long MS_PER_SECOND = 1_000;

  private PublishedMessage() {}

  /**
   * Empty when it is none that can travel: the broker says what is wrong with it.
   *
   * @param topic the packet may have an alias for it
   */
  public static Optional<ForwardedMessage> of(MqttPublishMessage publish, String topic) {
    try {
      MqttProperties properties = publish.variableHeader().properties();
      return Optional.of(
          new ForwardedMessage(
              topic,
              ByteBufUtil.getBytes(publish.payload()),
              publish.fixedHeader().qosLevel().value(),
              publish.fixedHeader().isRetain(),
              expiry(properties),
              properties(properties)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong expiry(MqttProperties properties) {
    Optional<Integer> seconds =
        value(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, Integer.class);
    return seconds
        .map(value -> OptionalLong.of(Integer.toUnsignedLong(value) * MS_PER_SECOND))
        .orElse(OptionalLong.empty());
  }

  private static Properties properties(MqttProperties properties) {
    if (properties.isEmpty()) {
      return Properties.NONE;
    }
    return new Properties(
        value(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR, Integer.class)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()),
        value(properties, MqttProperties.CONTENT_TYPE, String.class),
        value(properties, MqttProperties.RESPONSE_TOPIC, String.class),
        value(properties, MqttProperties.CORRELATION_DATA, byte[].class).map(Correlation::new),
        users(properties));
  }

  private static <T> Optional<T> value(MqttProperties properties, int id, Class<T> as) {
    MqttProperties.MqttProperty<?> property = properties.getProperty(id);
    return Optional.ofNullable(property).map(found -> as.cast(found.value()));
  }

  private static List<UserProperty> users(MqttProperties properties) {
    return properties.getProperties(MqttProperties.USER_PROPERTY).stream()
        .map(property -> (MqttProperties.StringPair) property.value())
        .map(pair -> new UserProperty(pair.key, pair.value))
        .toList();
  }
}
