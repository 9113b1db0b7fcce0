package dev.sluice.cloud.target;

import java.util.List;

/** A Topic Filter (section 4.7) of messages for a target. */
record TopicFilter(List<String> levels) {
  /**
   * @throws IllegalArgumentException for what is no filter [MQTT-4.7.1-1] [MQTT-4.7.1-2]
   */
  TopicFilter {
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      boolean wild = level.contains("#") || level.contains("+");
      boolean many = level.equals("#") && i == levels.size() - 1;
      if (wild && !many && !level.equals("+")) {
        throw new IllegalArgumentException(
            String.join("/", levels) + " is no topic filter: # is the last level, + a whole one");
      }
    }
  }

  static TopicFilter parse(String text) {
    return new TopicFilter(List.of(text.split("/", -1)));
  }

  /** [MQTT-4.7.1-3]. */
  boolean matches(List<String> topic) {
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      if (level.equals("#")) {
        return true;
      }
      if (i >= topic.size() || !(level.equals("+") || level.equals(topic.get(i)))) {
        return false;
      }
    }
    return levels.size() == topic.size();
  }
}
