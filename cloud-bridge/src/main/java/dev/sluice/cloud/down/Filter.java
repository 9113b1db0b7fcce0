package dev.sluice.cloud.down;

import java.util.List;
import java.util.Optional;

/** A Topic Filter (section 4.7) of messages that may go down. */
final class Filter {
  private static final String MANY = "#";
  private static final String ONE = "+";

  private final String text;
  private final List<String> levels;

  private Filter(String text, List<String> levels) {
    this.text = text;
    this.levels = levels;
  }

  /**
   * Empty for what is no filter [MQTT-4.7.1-1] [MQTT-4.7.1-2], and for topics of the server, of the
   * link and of shared subscriptions, which are never for a node.
   */
  static Optional<Filter> parse(String text) {
    List<String> levels = List.of(text.split("/", -1));
    boolean foreign = text.startsWith("$") || levels.get(0).equals("sluice");
    boolean broken = text.isEmpty() || text.indexOf(0) >= 0;
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      boolean many = level.equals(MANY) && i == levels.size() - 1;
      boolean wild = level.contains(MANY) || level.contains(ONE);
      broken |= wild && !many && !level.equals(ONE);
    }
    return foreign || broken ? Optional.empty() : Optional.of(new Filter(text, levels));
  }

  /** Whether it names that topic [MQTT-4.7.1-3]; of the server and the link it names none. */
  boolean matches(String topic) {
    return !topic.startsWith("$")
        && !topic.equals("sluice")
        && !topic.startsWith("sluice/")
        && matches(List.of(topic.split("/", -1)));
  }

  private boolean matches(List<String> topic) {
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      if (level.equals(MANY)) {
        return true;
      }
      boolean same = i < topic.size() && (level.equals(ONE) || level.equals(topic.get(i)));
      if (!same) {
        return false;
      }
    }
    return levels.size() == topic.size();
  }

  /** Whether every topic that the other one names is named by this one. */
  boolean covers(Filter other) {
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      if (level.equals(MANY)) {
        return true;
      }
      if (i >= other.levels.size() || other.levels.get(i).equals(MANY)) {
        return false;
      }
      if (!level.equals(ONE) && !level.equals(other.levels.get(i))) {
        return false;
      }
    }
    return levels.size() == other.levels.size();
  }

  /** Whether some topic is named by both. */
  boolean overlaps(Filter other) {
    int shared = Math.min(levels.size(), other.levels.size());
    for (int i = 0; i < shared; i++) {
      String one = levels.get(i);
      String two = other.levels.get(i);
      if (one.equals(MANY) || two.equals(MANY)) {
        return true;
      }
      if (!one.equals(ONE) && !two.equals(ONE) && !one.equals(two)) {
        return false;
      }
    }
    return endsAt(shared) && other.endsAt(shared);
  }

  /** Whether it names a topic of so many levels; '#' also stands for none. */
  private boolean endsAt(int count) {
    return levels.size() == count || (levels.size() == count + 1 && levels.get(count).equals(MANY));
  }

  @Override
  public String toString() {
    return text;
  }
}
