package dev.sluice.edge;

import dev.sluice.broker.KeepLevel;
import dev.sluice.broker.KeepRule;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.topic.TopicFilter;
import java.util.List;

/** What the configuration says of topics, in the words of the broker. */
final class KeepRules {
  private KeepRules() {}

  static List<KeepRule> of(EdgeConfig config) {
    return config.durabilityByTopic().stream()
        .map(rule -> new KeepRule(TopicFilter.of(rule.topic()), level(rule.durability())))
        .toList();
  }

  /** Of what is published there on topics without a rule. */
  static KeepLevel of(EdgeConfig.Listener listener) {
    return listener.durability().map(KeepRules::level).orElse(KeepLevel.DISK);
  }

  private static KeepLevel level(EdgeConfig.Durability durability) {
    return switch (durability) {
      case FSYNC -> KeepLevel.DISK;
      case OS -> KeepLevel.SYSTEM;
      case MEMORY -> KeepLevel.PROCESS;
    };
  }
}
