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

  static String[] split(String topic) {
    String[] levels = new String[count(topic)];
    int from = 0;
    for (int i = 0; i < levels.length - 1; i++) {
      int slash = topic.indexOf('/', from);
      levels[i] = topic.substring(from, slash);
      from = slash + 1;
    }
    levels[levels.length - 1] = topic.substring(from);
    return levels;
  }
}
