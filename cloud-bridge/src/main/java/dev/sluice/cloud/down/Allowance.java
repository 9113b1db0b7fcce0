package dev.sluice.cloud.down;

import java.util.List;
import java.util.Optional;

/**
 * Which messages a node may ask for: those below filters in which {@code {node}} stands for its
 * name. What nothing allows is refused.
 */
public final class Allowance {
  private static final String NODE = "{node}";

  private final List<String> patterns;

  /**
   * @throws IllegalArgumentException naming the first pattern that is no filter
   */
  public Allowance(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
    for (String pattern : patterns) {
      if (Filter.parse(pattern.replace(NODE, "node")).isEmpty()) {
        throw new IllegalArgumentException(
            "'%s' is no topic filter for messages: '+' alone on its level, '#' alone on the last, nothing below $ or sluice/"
                .formatted(pattern));
      }
    }
  }

  boolean allows(String node, Filter wanted) {
    return patterns.stream()
        .map(pattern -> Filter.parse(pattern.replace(NODE, node)))
        .flatMap(Optional::stream)
        .anyMatch(allowed -> allowed.covers(wanted));
  }
}
