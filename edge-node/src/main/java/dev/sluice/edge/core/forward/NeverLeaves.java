package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicTrie;
import java.util.List;

/** Which messages must stay on this node, whatever a rule says. */
final class NeverLeaves {
  /** User Property by which a sender keeps a message here. */
  private static final String NO_OFFLOAD = "x-no-offload";

  private final TopicTrie<Boolean> topics = new TopicTrie<>();
  private boolean found;

  NeverLeaves(List<TopicFilter> filters) {
    filters.forEach(filter -> topics.add(filter, true));
  }

  boolean holds(Message message) {
    if (message.properties().userProperties().stream().anyMatch(NeverLeaves::asksToStay)) {
      return true;
    }
    if (topics.isEmpty()) {
      return false;
    }
    found = false;
    topics.match(message.topic(), hit -> found = true);
    return found;
  }

  /** What cannot be read is taken for a yes: a word that was meant to protect protects. */
  private static boolean asksToStay(UserProperty asked) {
    return asked.name().equals(NO_OFFLOAD)
        && !asked.value().equals("false")
        && !asked.value().equals("0");
  }
}
