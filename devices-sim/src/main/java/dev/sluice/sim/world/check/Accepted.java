package dev.sluice.sim.world.check;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A message that the broker answers for, as the model knows it.
 *
 * @param key see {@link Content}
 * @param serial rank among all accepted ones
 * @param publisher empty for answers
 * @param bytes at most what it costs whoever holds it
 * @param packetBytes at most the size of its PUBLISH
 * @param expiresAtNanos {@link Long#MAX_VALUE} for never
 */
record Accepted(
    long key,
    long serial,
    Optional<ClientId> publisher,
    TopicName topic,
    Qos qos,
    long bytes,
    long packetBytes,
    long expiresAtNanos) {

  /** Charged per message beside its own bytes, as {@code BrokerLimits} promises. */
  private static final int OVERHEAD_BYTES = 32;

  /** Answers are measured from above: JSON and User Properties are smaller than this. */
  private static final int ANSWER_BYTES = 2_000;

  static Accepted of(Message message, ClientId publisher, long serial, long nowNanos) {
    long properties = bytesOf(message.properties());
    long body = bytes(message.topic().value()) + message.payload().size() + properties;
    long lifetime = message.properties().messageExpirySeconds().orElse(-1);
    return new Accepted(
        Content.keyOf(message),
        serial,
        Optional.of(publisher),
        message.topic(),
        message.qos(),
        body + OVERHEAD_BYTES,
        body + packetHeader(body, properties),
        lifetime < 0 ? Long.MAX_VALUE : nowNanos + lifetime * 1_000_000_000L);
  }

  static Accepted answer(TopicName topic, Qos qos, long key, long serial) {
    return new Accepted(
        key, serial, Optional.empty(), topic, qos, ANSWER_BYTES, ANSWER_BYTES, Long.MAX_VALUE);
  }

  boolean isExpired(long nowNanos) {
    return nowNanos >= expiresAtNanos;
  }

  /** Type, length, topic length, packet id, property length. */
  private static int packetHeader(long body, long properties) {
    return 1 + lengthBytes(body + 5) + 2 + 2 + lengthBytes(properties);
  }

  private static int lengthBytes(long value) {
    return value < 128 ? 1 : value < 16_384 ? 2 : 3;
  }

  private static int bytesOf(PublishProperties properties) {
    int bytes = properties.messageExpirySeconds().isPresent() ? 5 : 0;
    bytes += properties.responseTopic().map(topic -> 3 + bytes(topic.value())).orElse(0);
    bytes += properties.correlationData().map(data -> 3 + data.size()).orElse(0);
    for (UserProperty property : properties.userProperties()) {
      bytes += 5 + bytes(property.name()) + bytes(property.value());
    }
    return bytes;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
