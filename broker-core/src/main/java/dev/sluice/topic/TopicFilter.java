package dev.sluice.topic;

import java.util.Optional;

/**
 * A Topic Filter without its {@code $share/group/} prefix; wildcards {@code +} and {@code #}
 * [MQTT-4.7.1].
 */
public final class TopicFilter {
  private final String value;

  private TopicFilter(String value) {
    this.value = value;
  }

  /**
   * @throws IllegalArgumentException when the filter is empty, longer than 65,535 bytes, holds
   *     U+0000, or misplaces a wildcard
   */
  public static TopicFilter of(String value) {
    return parse(value)
        .orElseThrow(
            () -> new IllegalArgumentException("not a Topic Filter of MQTT 4.7: '" + value + "'"));
  }

  /** Empty when {@link #of} would throw. */
  public static Optional<TopicFilter> parse(String value) {
    if (value.isEmpty() || !wildcardsStandAlone(value)) {
      return Optional.empty();
    }
    // Without its wildcards a filter obeys the rules of a name: length, U+0000, surrogates.
    String plain = value.replace('+', 'x').replace('#', 'x');
    return TopicName.parse(plain).map(name -> new TopicFilter(value));
  }

  private static boolean wildcardsStandAlone(String value) {
    int last = value.length() - 1;
    for (int i = 0; i <= last; i++) {
      char c = value.charAt(i);
      if (c != '+' && c != '#') {
        continue;
      }
      boolean startsLevel = i == 0 || value.charAt(i - 1) == '/';
      boolean endsLevel = i == last || value.charAt(i + 1) == '/';
      if (!startsLevel || !endsLevel || (c == '#' && i != last)) {
        return false;
      }
    }
    return true;
  }

  public String value() {
    return value;
  }

  /** Number of levels, wildcards and empty ones included. */
  public int levelCount() {
    return TopicLevels.count(value);
  }

  /** Whether the filter matches that one Topic Name; for many filters ask {@link TopicTrie}. */
  public boolean matches(TopicName topic) {
    String[] wanted = TopicLevels.split(value);
    String[] levels = TopicLevels.split(topic.value());
    // Leading wildcards do not reach topics of the server [MQTT-4.7.2-1].
    if (topic.isReserved() && !wanted[0].equals(levels[0])) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("#")) {
        return true;
      }
      if (i == levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
        return false;
      }
    }
    return wanted.length == levels.length;
  }

  /** Whether this filter matches every Topic Name that the other one matches. */
  public boolean covers(TopicFilter other) {
    return new FilterPair(this, other).firstCoversSecond();
  }

  /** Whether some Topic Name is matched by both. */
  public boolean overlaps(TopicFilter other) {
    return new FilterPair(this, other).overlap();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicFilter that && value.equals(that.value);
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
