package dev.sluice.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A Topic Name: where a message is published; never holds a wildcard [MQTT-3.3.2-2]. */
public final class TopicName {
  /** Longest name in UTF-8 bytes [MQTT-4.7.3-3]. */
  public static final int MAX_BYTES = 65_535;

  private final String value;
  private final byte[] utf8;

  private TopicName(String value, byte[] utf8) {
    this.value = value;
    this.utf8 = utf8;
  }

  /**
   * @throws IllegalArgumentException when the name is empty, too long or holds a wildcard, U+0000
   *     or a lone surrogate
   */
  public static TopicName of(String value) {
    String fault = faultOf(value);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    return new TopicName(value, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty when {@link #of} would throw. */
  public static Optional<TopicName> parse(String value) {
    return faultOf(value) == null ? Optional.of(of(value)) : Optional.empty();
  }

  private static String faultOf(String value) {
    if (value.isEmpty()) {
      return "a Topic Name has at least one character";
    }
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '+' || c == '#' || c == 0) {
        return "a Topic Name holds no '+', '#' or U+0000";
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          return "a Topic Name is well-formed UTF-8";
        }
        i++;
        bytes += 4;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes > MAX_BYTES ? "a Topic Name has at most 65,535 bytes" : null;
  }

  public String value() {
    return value;
  }

  /** Number of levels, empty ones included. */
  public int levelCount() {
    return TopicLevels.count(value);
  }

  /** Whether the topic begins with '$' and belongs to the server [MQTT-4.7.2-1]. */
  public boolean isReserved() {
    return value.charAt(0) == '$';
  }

  /** The encoded name, made once and shared by every delivery; read only. */
  public byte[] utf8() {
    return utf8;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
