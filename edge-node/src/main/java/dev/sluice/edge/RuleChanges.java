package dev.sluice.edge;

import dev.sluice.edge.config.DownConfig;
import dev.sluice.edge.config.ForwardConfig;
import dev.sluice.edge.config.UpConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What changed from some forwarding rules to others, by the names of the rules. */
final class RuleChanges {
  private RuleChanges() {}

  /** Such as {@code up: new alarms, changed rest}; empty when both say the same. */
  static List<String> between(ForwardConfig before, ForwardConfig after) {
    List<String> lines = new ArrayList<>();
    between(before.up(), after.up(), UpConfig::name, "up", lines);
    between(before.down(), after.down(), DownConfig::name, "down", lines);
    if (!before.hashKey().equals(after.hashKey())) {
      lines.add("hash-key: another one");
    }
    return List.copyOf(lines);
  }

  private static <R> void between(
      List<R> before, List<R> after, Function<R, String> name, String list, List<String> lines) {
    if (before.equals(after)) {
      return;
    }
    Map<String, R> old = byName(before, name);
    Map<String, R> now = byName(after, name);
    List<String> words = new ArrayList<>();
    now.forEach(
        (rule, says) -> {
          if (!old.containsKey(rule)) {
            words.add("new " + rule);
          } else if (!old.get(rule).equals(says)) {
            words.add("changed " + rule);
          }
        });
    old.keySet().stream()
        .filter(rule -> !now.containsKey(rule))
        .forEach(r -> words.add("gone " + r));
    lines.add(list + ": " + (words.isEmpty() ? "in another order" : String.join(", ", words)));
  }

  /** In their order. */
  private static <R> Map<String, R> byName(List<R> rules, Function<R, String> name) {
    return rules.stream()
        .collect(Collectors.toMap(name, rule -> rule, (one, two) -> one, LinkedHashMap::new));
  }
}
