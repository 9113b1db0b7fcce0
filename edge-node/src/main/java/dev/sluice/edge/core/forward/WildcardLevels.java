package dev.sluice.edge.core.forward;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the wildcards of one filter stand for. */
final class WildcardLevels {
  private final String[] filter;
  private final List<String> wildcards = new ArrayList<>();

  WildcardLevels(TopicFilter filter) {
    this.filter = split(filter.value());
    for (String level : this.filter) {
      if (level.equals("+") || level.equals("#")) {
        wildcards.add(level);
      }
    }
  }

  private static String[] split(String levels) {
    return levels.split("/", -1);
  }

  int count() {
    return wildcards.size();
  }

  /**
   * @param number from 1
   */
  String wildcard(int number) {
    return wildcards.get(number - 1);
  }

  /**
   * @param topic one that the filter matches
   * @return for each wildcard what it stood for; empty for a "#" behind which there was no level
   */
  List<Optional<String>> of(TopicName topic) {
    String[] levels = split(topic.value());
    List<Optional<String>> stood = new ArrayList<>(wildcards.size());
    for (int i = 0; i < filter.length; i++) {
      if (filter[i].equals("+")) {
        stood.add(Optional.of(levels[i]));
      } else if (filter[i].equals("#")) {
        stood.add(rest(levels, i));
      }
    }
    return stood;
  }

  private static Optional<String> rest(String[] levels, int from) {
    return from == levels.length
        ? Optional.empty()
        : Optional.of(String.join("/", List.of(levels).subList(from, levels.length)));
  }

  /** A text with wildcards anywhere as the narrowest filter that matches all that it can become. */
  static TopicFilter widened(String text) {
    List<String> levels = new ArrayList<>();
    for (String level : split(text)) {
      if (level.contains("#")) {
        levels.add("#");
        break;
      }
      levels.add(level.contains("+") ? "+" : level);
    }
    return TopicFilter.of(String.join("/", levels));
  }
}
