package dev.sluice.edge.config;

import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.topic.TopicFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Finds contradictions between forwarding rules, their lanes, and the two directions. */
final class ForwardCheck {
  private final ForwardConfig forward;
  private final String node;
  private final BiConsumer<String, String> fault;

  // Mappings of the rules that have a usable one.
  private final Map<Integer, TopicMapping> up = new HashMap<>();
  private final Map<Integer, TopicMapping> down = new HashMap<>();

  /**
   * @param fault takes the field below {@code forward}, and what is wrong with it
   */
  ForwardCheck(ForwardConfig forward, String node, BiConsumer<String, String> fault) {
    this.forward = forward;
    this.node = node;
    this.fault = fault;
  }

  void run() {
    checkNames("lanes", forward.lanes().stream().map(ForwardConfig.Lane::name).toList());
    checkNames("up", forward.up().stream().map(UpConfig::name).toList());
    checkNames("down", forward.down().stream().map(DownConfig::name).toList());
    for (int i = 0; i < forward.up().size(); i++) {
      checkUp(i, forward.up().get(i));
    }
    for (int i = 0; i < forward.down().size(); i++) {
      checkDown(i, forward.down().get(i));
    }
    checkOrderAndLanes();
    checkLoops();
  }

  private void checkNames(String list, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      int first = names.indexOf(names.get(i));
      if (first < i) {
        fault.accept(
            list + "." + i + ".name",
            "'%s' is already forward.%s.%d".formatted(names.get(i), list, first));
      }
    }
  }

  private void checkUp(int index, UpConfig rule) {
    String at = "up." + index + ".";
    new UpCheck(rule, forward).run((field, what) -> fault.accept(at + field, what));
    Optional<String> topicFault = filterFault(rule.topic());
    topicFault.ifPresent(what -> fault.accept(at + "topic", what));
    if (topicFault.isEmpty() && rule.forwards()) {
      try {
        up.put(index, rule.mapping(node));
      } catch (IllegalArgumentException e) {
        fault.accept(at + templateField(e), e.getMessage());
      }
    }
  }

  private void checkDown(int index, DownConfig rule) {
    String at = "down." + index + ".";
    Optional<String> fromFault = filterFault(rule.filterText(node));
    fromFault.ifPresent(what -> fault.accept(at + "from", what));
    if (fromFault.isEmpty()) {
      try {
        down.put(index, rule.mapping(node));
      } catch (IllegalArgumentException e) {
        fault.accept(at + templateField(e), e.getMessage());
      }
    }
  }

  private static String templateField(IllegalArgumentException e) {
    return e.getMessage().startsWith("cannot strip") ? "strip" : "to";
  }

  private static Optional<String> filterFault(String filter) {
    if (filter.startsWith("$share/")) {
      return Optional.of("must not be a shared subscription: give the filter behind the group");
    }
    return TopicFilter.parse(filter).isPresent()
        ? Optional.empty()
        : Optional.of(
            "must be a topic filter: '+' alone on its level, '#' alone on the last (found '%s')"
                .formatted(filter));
  }

  /** Each rule against those before it. */
  private void checkOrderAndLanes() {
    for (int later = 0; later < forward.up().size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (isCovered(earlier, later)) {
          fault.accept(
              "up." + later + ".topic",
              "is never reached: rule '%s' before it takes all of these topics; put this one first"
                  .formatted(forward.up().get(earlier).name()));
          break;
        }
        checkLanes(earlier, later);
      }
    }
  }

  private boolean isCovered(int earlier, int later) {
    Optional<TopicFilter> first = TopicFilter.parse(forward.up().get(earlier).topic());
    Optional<TopicFilter> second = TopicFilter.parse(forward.up().get(later).topic());
    return first.isPresent() && second.isPresent() && first.get().covers(second.get());
  }

  private void checkLanes(int earlier, int later) {
    if (!up.containsKey(earlier) || !up.containsKey(later)) {
      return;
    }
    UpConfig one = forward.up().get(earlier);
    UpConfig two = forward.up().get(later);
    TopicMapping first = up.get(earlier);
    TopicMapping second = up.get(later);
    boolean meet = first.range().overlaps(second.range()) && !first.keepsApartWith(second);
    if (meet && !one.laneName().equals(two.laneName())) {
      fault.accept(
          "up." + later + ".to",
          "can give the same topics of the cloud as rule '%s', on lane '%s' instead of '%s', so their"
                  .formatted(one.name(), two.laneName(), one.laneName())
              + " order would be lost: use one lane, or other topics");
    }
  }

  /** What goes up must not be what is asked for down. */
  private void checkLoops() {
    for (int i = 0; i < forward.down().size(); i++) {
      if (down.containsKey(i)) {
        TopicFilter from = TopicFilter.of(forward.down().get(i).filterText(node));
        String looping =
            up.entrySet().stream()
                .filter(entry -> entry.getValue().range().overlaps(from))
                .map(entry -> "'" + forward.up().get(entry.getKey()).name() + "'")
                .collect(Collectors.joining(", "));
        if (!looping.isEmpty()) {
          fault.accept(
              "down." + i + ".from",
              "would bring back what rule %s sends up: use topics that no rule up gives"
                  .formatted(looping));
        }
      }
    }
  }
}
