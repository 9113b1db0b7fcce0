package dev.sluice.edge.core.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A topic with placeholders.
 *
 * @param parts a placeholder with the text before it; the last part has text only
 */
record Template(List<Part> parts) {
  /** The number of {@code {topic}}; those of wildcards begin with 1. */
  static final int TOPIC = 0;

  private static final int NONE = -1;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

  record Part(String text, int placeholder) {}

  Template {
    parts = List.copyOf(parts);
  }

  /**
   * @param wildcards how many there are to name
   * @throws IllegalArgumentException with what is wrong and what to do
   */
  static Template parse(String template, int wildcards) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(template);
    int end = 0;
    while (matcher.find()) {
      String before = plain(template.substring(end, matcher.start()));
      parts.add(new Part(before, placeholder(matcher.group(1), wildcards)));
      end = matcher.end();
    }
    parts.add(new Part(plain(template.substring(end)), NONE));
    return new Template(parts);
  }

  private static String plain(String text) {
    if (text.indexOf('+') >= 0 || text.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "must not hold '+' or '#': what the first wildcard of the filter stood for is {1}");
    }
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw new IllegalArgumentException("has a brace without its other half");
    }
    return text;
  }

  private static int placeholder(String name, int wildcards) {
    if (name.equals("topic")) {
      return TOPIC;
    }
    if (NUMBER.matcher(name).matches() && Integer.parseInt(name) <= wildcards) {
      return Integer.parseInt(name);
    }
    String numbers =
        switch (wildcards) {
          case 0 -> ", and the filter has no wildcard";
          case 1 -> " and {1}";
          default -> ", {1} to {" + wildcards + "}";
        };
    throw new IllegalArgumentException(
        "knows no {%s}: there are {topic}, {node}%s".formatted(name, numbers));
  }

  boolean isTopicAlone() {
    return parts.size() == 2
        && parts.get(0).equals(new Part("", TOPIC))
        && parts.get(1).text().isEmpty();
  }

  boolean usesTopic() {
    return parts.stream().anyMatch(part -> part.placeholder() == TOPIC);
  }

  boolean usesLevels() {
    return parts.stream().anyMatch(part -> part.placeholder() > TOPIC);
  }

  /**
   * @param values of placeholders; an empty one takes the slash before it away
   */
  String fill(IntFunction<Optional<String>> values) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      filled.append(part.text());
      if (part.placeholder() != NONE) {
        append(filled, values.apply(part.placeholder()));
      }
    }
    return filled.toString();
  }

  private static void append(StringBuilder filled, Optional<String> value) {
    int last = filled.length() - 1;
    if (value.isEmpty() && last >= 0 && filled.charAt(last) == '/') {
      filled.setLength(last);
    }
    value.ifPresent(filled::append);
  }
}
