package dev.sluice.edge.auth;

import dev.sluice.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Topic Filter of the access file, in which {@code %u} and {@code %c} stand for names that
 * clients bring with them.
 *
 * <p>A name only ever fills a level as literal text. What would be more there ('/', '+', '#', or a
 * '$' in front) makes a permission match nothing, and a denial match every name: neither widens
 * what a client may do.
 */
final class TopicPattern {
  private static final String USER = "%u";
  private static final String CLIENT = "%c";
  private static final String ANY = "+";
  private static final String REST = "#";

  private final List<String> levels;

  private TopicPattern(List<String> levels) {
    this.levels = List.copyOf(levels);
  }

  /** Empty when the text is no Topic Filter. */
  static Optional<TopicPattern> parse(String text) {
    if (TopicFilter.parse(text).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new TopicPattern(List.of(text.split("/", -1))));
  }

  /** Whether that is the pattern itself, and not only one that matches the same topics. */
  boolean isWritten(String filter) {
    return String.join("/", levels).equals(filter);
  }

  private boolean hasNames() {
    return levels.stream().anyMatch(level -> level.contains(USER) || level.contains(CLIENT));
  }

  /** The pattern for one client; empty when its names cannot stand in it. */
  Optional<TopicPattern> allowing(String user, String clientId) {
    if (!hasNames()) {
      return Optional.of(this);
    }
    List<String> bound = new ArrayList<>();
    for (String level : levels) {
      Optional<String> filled = fill(level, user, clientId, bound.isEmpty());
      if (filled.isEmpty()) {
        return Optional.empty();
      }
      bound.add(filled.get());
    }
    return Optional.of(new TopicPattern(bound));
  }

  /** The pattern for one client; a name that cannot stand in it stands for every name. */
  TopicPattern denying(String user, String clientId) {
    if (!hasNames()) {
      return this;
    }
    List<String> bound = new ArrayList<>();
    for (String level : levels) {
      bound.add(fill(level, user, clientId, bound.isEmpty()).orElse(ANY));
    }
    return new TopicPattern(bound);
  }

  private static Optional<String> fill(
      String level, String user, String clientId, boolean isFirst) {
    boolean named = level.contains(USER) || level.contains(CLIENT);
    if (!named) {
      return Optional.of(level);
    }
    if ((level.contains(USER) && !fits(user)) || (level.contains(CLIENT) && !fits(clientId))) {
      return Optional.empty();
    }
    String filled = Names.fill(level, user, clientId);
    return isFirst && filled.startsWith("$") ? Optional.empty() : Optional.of(filled);
  }

  private static boolean fits(String name) {
    return !name.isEmpty()
        && name.indexOf('/') < 0
        && name.indexOf('+') < 0
        && name.indexOf('#') < 0
        && name.indexOf(0) < 0;
  }

  /** Whether every topic that the filter matches is matched by this pattern. */
  boolean covers(String filter) {
    int at = 0;
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      if (level.equals(REST)) {
        return i > 0 || !isReserved(filter);
      }
      if (at > filter.length()) {
        return false;
      }
      int end = levelEnd(filter, at);
      boolean fits =
          level.equals(ANY)
              ? !is(filter, at, end, '#') && (i > 0 || !isReserved(filter))
              : end - at == level.length() && filter.startsWith(level, at);
      if (!fits) {
        return false;
      }
      at = end + 1;
    }
    return at > filter.length();
  }

  /** Whether there is a topic that both match. */
  boolean overlaps(String filter) {
    String first = levels.get(0);
    boolean wild = first.equals(ANY) || first.equals(REST);
    boolean wildFilter = filter.charAt(0) == '+' || filter.charAt(0) == '#';
    if ((isReserved(filter) && wild) || (first.startsWith("$") && wildFilter)) {
      // Leading wildcards do not reach topics of the server [MQTT-4.7.2-1].
      return false;
    }
    int at = 0;
    for (String level : levels) {
      if (level.equals(REST)) {
        return true;
      }
      if (at > filter.length()) {
        return false;
      }
      int end = levelEnd(filter, at);
      if (is(filter, at, end, '#')) {
        return true;
      }
      boolean meet =
          level.equals(ANY)
              || is(filter, at, end, '+')
              || (end - at == level.length() && filter.startsWith(level, at));
      if (!meet) {
        return false;
      }
      at = end + 1;
    }
    // "a/#" matches "a" too [MQTT-4.7.1-2].
    return at > filter.length() || is(filter, at, filter.length(), '#');
  }

  private static boolean isReserved(String filter) {
    return filter.charAt(0) == '$';
  }

  private static int levelEnd(String filter, int from) {
    int slash = filter.indexOf('/', from);
    return slash < 0 ? filter.length() : slash;
  }

  private static boolean is(String filter, int from, int end, char wildcard) {
    return end - from == 1 && filter.charAt(from) == wildcard;
  }

  @Override
  public String toString() {
    return String.join("/", levels);
  }
}
