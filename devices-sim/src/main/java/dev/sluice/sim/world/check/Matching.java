package dev.sluice.sim.world.check;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.HashMap;
import java.util.Map;

/** Whether a filter matches a topic, level by level as the specification says, remembered. */
final class Matching {
  private final Map<TopicName, Map<TopicFilter, Boolean>> known = new HashMap<>();

  boolean matches(TopicFilter filter, TopicName topic) {
    return known
        .computeIfAbsent(topic, absent -> new HashMap<>())
        .computeIfAbsent(filter, absent -> filter.matches(topic));
  }
}
