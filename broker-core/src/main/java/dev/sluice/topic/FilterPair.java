package dev.sluice.topic;

/**
 * Two Topic Filters laid side by side, level by level, to tell what they have in common. That a
 * topic of one empty level cannot be published is not considered.
 */
final class FilterPair {
  private final String[] first;
  private final String[] second;

  FilterPair(TopicFilter first, TopicFilter second) {
    this.first = levels(first);
    this.second = levels(second);
  }

  /** A lone "#" matches one level or more, which is what "+/#" does. */
  private static String[] levels(TopicFilter filter) {
    return TopicLevels.split(filter.value().equals("#") ? "+/#" : filter.value());
  }

  boolean firstCoversSecond() {
    for (int i = 0; i < first.length; i++) {
      if (hiddenFromWildcard(first, second, i)) {
        return false;
      }
      if (isAnyLevels(first, i)) {
        return true;
      }
      boolean covered =
          i < second.length
              && !isAnyLevels(second, i)
              && (isAnyLevel(first, i) || first[i].equals(second[i]));
      if (!covered) {
        return false;
      }
    }
    return first.length == second.length;
  }

  boolean overlap() {
    int depth = Math.max(first.length, second.length);
    for (int i = 0; i < depth; i++) {
      if (hiddenFromWildcard(first, second, i) || hiddenFromWildcard(second, first, i)) {
        return false;
      }
      // "#" stands for its parent level too [MQTT-4.7.1-2], so the other one may have ended here.
      if (isAnyLevels(first, i) || isAnyLevels(second, i)) {
        return true;
      }
      if (!mayBeEqual(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean mayBeEqual(int level) {
    if (level >= first.length || level >= second.length) {
      return false;
    }
    return isAnyLevel(first, level)
        || isAnyLevel(second, level)
        || first[level].equals(second[level]);
  }

  /** Leading wildcards do not reach topics of the server [MQTT-4.7.2-1]. */
  private static boolean hiddenFromWildcard(String[] wild, String[] named, int level) {
    return level == 0 && (isAnyLevel(wild, 0) || isAnyLevels(wild, 0)) && named[0].startsWith("$");
  }

  private static boolean isAnyLevel(String[] levels, int level) {
    return level < levels.length && levels[level].equals("+");
  }

  private static boolean isAnyLevels(String[] levels, int level) {
    return level < levels.length && levels[level].equals("#");
  }
}
