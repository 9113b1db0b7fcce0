package dev.sluice.topic;

/** The levels of a Topic Name or Filter: what stands between its slashes, empty levels included. */
final class TopicLevels {
  private TopicLevels() {}

  static int count(String topic) {
    int count = 1;
    for (int i = topic.indexOf('/'); i >= 0; i = topic.indexOf('/', i + 1)) {
      count++;
    }
    return count;
  }

  /** Where the level that starts at {@code begin} ends: at its slash or at the topic's end. */
  static int end(String topic, int begin) {
    int slash = topic.indexOf('/', begin);
    return slash < 0 ? topic.length() : slash;
  }

  static String[] split(String topic) {
    String[] levels = new String[count(topic)];
    int begin = 0;
    for (int i = 0; i < levels.length; i++) {
      int end = end(topic, begin);
      levels[i] = topic.substring(begin, end);
      begin = end + 1;
    }
    return levels;
  }
}
