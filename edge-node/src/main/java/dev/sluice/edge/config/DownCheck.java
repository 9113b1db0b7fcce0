package dev.sluice.edge.config;

import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.topic.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Finds what is wrong with rules down, and where they would bring back what rules up send. */
final class DownCheck {
  private final List<DownConfig> rules;
  private final List<UpConfig> upRules;
  private final String node;
  private final BiConsumer<String, String> fault;

  DownCheck(ForwardConfig forward, String node, BiConsumer<String, String> fault) {
    this.rules = forward.down();
    this.upRules = forward.up();
    this.node = node;
    this.fault = fault;
  }

  /**
   * @param up mappings of the rules up that have a usable one, by their place
   */
  void run(Map<Integer, TopicMapping> up) {
    for (int i = 0; i < rules.size(); i++) {
      DownConfig rule = rules.get(i);
      String at = "down." + i + ".";
      Optional<String> fromFault = ForwardCheck.filterFault(rule.filterText(node));
      fromFault.ifPresent(what -> fault.accept(at + "from", what));
      if (fromFault.isEmpty()) {
        checkTemplate(at, rule);
        checkOrder(i);
        checkLoop(at, rule, up);
      }
    }
  }

  private void checkTemplate(String at, DownConfig rule) {
    try {
      rule.mapping(node);
    } catch (IllegalArgumentException e) {
      fault.accept(at + ForwardCheck.templateField(e), e.getMessage());
    }
  }

  private void checkOrder(int later) {
    TopicFilter own = TopicFilter.of(rules.get(later).filterText(node));
    for (int earlier = 0; earlier < later; earlier++) {
      Optional<TopicFilter> before = TopicFilter.parse(rules.get(earlier).filterText(node));
      if (before.isPresent() && before.get().covers(own)) {
        fault.accept(
            "down." + later + ".from",
            "is never reached: rule '%s' before it takes all of these topics; put this one first"
                .formatted(rules.get(earlier).name()));
        return;
      }
    }
  }

  /** What goes up must not be what is asked for down. */
  private void checkLoop(String at, DownConfig rule, Map<Integer, TopicMapping> up) {
    TopicFilter from = TopicFilter.of(rule.filterText(node));
    String looping =
        up.entrySet().stream()
            .filter(entry -> entry.getValue().range().overlaps(from))
            .map(entry -> "'" + upRules.get(entry.getKey()).name() + "'")
            .collect(Collectors.joining(", "));
    if (!looping.isEmpty()) {
      fault.accept(
          at + "from",
          "would bring back what rule %s sends up: use topics that no rule up gives"
              .formatted(looping));
    }
  }
}
