package dev.sluice.cloud.target;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which {@code {node}}, {@code {topic}} and {@code {topic.N}}, the level N from 1, stand
 * for what a message says; a level that it lacks is empty.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}?");
  private static final Pattern KNOWN = Pattern.compile("node|topic|topic\\.([1-9][0-9]?)");
  private static final String LEVEL = "topic.";

  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException that names the place that is unknown
   */
  static Template parse(String text) {
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      if (!place.group().endsWith("}") || !KNOWN.matcher(place.group(1)).matches()) {
        throw new IllegalArgumentException(
            place.group() + " is unknown: there are {node}, {topic} and {topic.1} to {topic.99}");
      }
    }
    return new Template(text);
  }

  String fill(String node, String topic, List<String> levels) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(value(place.group(1), node, topic, levels)));
  }

  private static String value(String name, String node, String topic, List<String> levels) {
    if (!name.startsWith(LEVEL)) {
      return name.equals("node") ? node : topic;
    }
    int level = Integer.parseInt(name.substring(LEVEL.length())) - 1;
    return level < levels.size() ? levels.get(level) : "";
  }
}
