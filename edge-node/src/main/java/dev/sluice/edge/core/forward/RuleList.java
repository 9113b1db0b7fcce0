package dev.sluice.edge.core.forward;

import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules up that are in force together, and which of them decides about a topic. */
final class RuleList {
  static final RuleList NONE = new RuleList(List.of());

  private final List<ActiveRule> rules;
  private final List<Optional<ActiveRule>> found;
  private final FirstMatch first;

  private RuleList(List<ActiveRule> rules) {
    this.rules = List.copyOf(rules);
    this.found = rules.stream().map(Optional::of).toList();
    this.first = new FirstMatch(rules.stream().map(active -> active.rule().filter()).toList());
  }

  /** The rules that come after these; one that keeps its name goes on counting. */
  RuleList followedBy(List<UpRule> next, TopicMemories memories, JsonFields json) {
    Map<String, Tally> tallies = new HashMap<>();
    rules.forEach(active -> tallies.put(active.rule().name(), active.tally()));
    List<ActiveRule> after = new ArrayList<>();
    for (UpRule rule : next) {
      Tally tally = tallies.getOrDefault(rule.name(), new Tally());
      after.add(new ActiveRule(rule, tally, memories, json));
    }
    return new RuleList(after);
  }

  /** The first that matches. */
  Optional<ActiveRule> of(TopicName topic) {
    int index = first.of(topic);
    return index == FirstMatch.NONE ? Optional.empty() : found.get(index);
  }

  /** What it says. */
  Optional<UpRule> rule(TopicName topic) {
    return of(topic).map(ActiveRule::rule);
  }

  /** In the order of the rules. */
  List<RuleStats> stats() {
    return rules.stream().map(ActiveRule::stats).toList();
  }
}
