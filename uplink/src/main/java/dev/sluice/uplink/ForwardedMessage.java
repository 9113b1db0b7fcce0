package dev.sluice.uplink;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An MQTT message on its way between edge and cloud, free of lane, packet and connection.
 *
 * @param topic a Topic Name of the side that receives it
 * @param payload owned by the message from here on: nobody may write to it
 * @param qos 0 to 2, with which the receiving side publishes it
 * @param remainingMs how long it is still worth delivering, counted from the moment this value was
 *     made; empty for ever
 */
public record ForwardedMessage(
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    OptionalLong remainingMs,
    Properties properties) {

  public ForwardedMessage {
    if (topic.isEmpty()) {
      throw new IllegalArgumentException("topic is empty");
    }
    if (qos < 0 || qos > 2) {
      throw new IllegalArgumentException("qos is not 0 to 2");
    }
    if (remainingMs.isPresent() && remainingMs.getAsLong() < 0) {
      throw new IllegalArgumentException("remainingMs is negative");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForwardedMessage that
        && topic.equals(that.topic)
        && Arrays.equals(payload, that.payload)
        && qos == that.qos
        && retain == that.retain
        && remainingMs.equals(that.remainingMs)
        && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, Arrays.hashCode(payload));
  }

  /** Says the size only: payloads never reach a log. */
  @Override
  public String toString() {
    return "ForwardedMessage[" + topic + ", qos " + qos + ", " + payload.length + " B]";
  }

  /**
   * Properties of an MQTT 5 PUBLISH that travel on; a message of a 3.1.1 publisher has {@link
   * #NONE}. The Message Expiry Interval is in {@link #remainingMs()}.
   *
   * @param payloadFormat 0 (bytes) or 1 (UTF-8)
   */
  public record Properties(
      OptionalInt payloadFormat,
      Optional<String> contentType,
      Optional<String> responseTopic,
      Optional<Correlation> correlation,
      List<UserProperty> user) {

    public static final Properties NONE =
        new Properties(
            OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Properties {
      user = List.copyOf(user);
    }
  }

  /** Correlation Data: bytes that only the requester understands, not to be written to. */
  public record Correlation(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Correlation that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Correlation[" + bytes.length + " B]";
    }
  }

  /** User Property: a name may occur several times. */
  public record UserProperty(String name, String value) {}
}
