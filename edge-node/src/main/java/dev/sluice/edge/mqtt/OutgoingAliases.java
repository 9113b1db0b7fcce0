package dev.sluice.edge.mqtt;

import dev.sluice.topic.TopicName;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Topic Aliases that the broker has set on one connection, where the client takes any.
 *
 * <p>An alias costs three bytes in each packet and saves the topic in all but the first, so short
 * topics have none. While there are aliases left the first packet of a topic sets one. Afterwards a
 * topic takes over the least recently used one only when it comes twice in a row: many topics in
 * turn would otherwise set an alias with every packet and never use it.
 */
final class OutgoingAliases {
  /** A new alias may make the property length a byte longer. */
  private static final int TOPIC_BYTES_MIN = 5;

  private static final float LOAD = 0.75f;

  private final int maximum;
  private final Map<TopicName, Integer> aliases;
  private TopicName latecomer = TopicName.of("none");

  /**
   * @param maximum 0 for a client that takes none
   */
  OutgoingAliases(int maximum) {
    this.maximum = maximum;
    this.aliases = maximum == 0 ? Map.of() : new LinkedHashMap<>(4, LOAD, true);
  }

  /** How a topic is to be written. */
  record Use(int alias, boolean withTopic) {
    static final Use NONE = new Use(0, true);
  }

  Use of(TopicName topic) {
    if (maximum == 0 || topic.utf8().length < TOPIC_BYTES_MIN) {
      return Use.NONE;
    }
    Integer known = aliases.get(topic);
    if (known != null) {
      return new Use(known, false);
    }
    if (aliases.size() < maximum) {
      return set(topic, aliases.size() + 1);
    }
    if (!topic.equals(latecomer)) {
      latecomer = topic;
      return Use.NONE;
    }
    Iterator<Integer> leastRecent = aliases.values().iterator();
    int alias = leastRecent.next();
    leastRecent.remove();
    return set(topic, alias);
  }

  private Use set(TopicName topic, int alias) {
    aliases.put(topic, alias);
    return new Use(alias, true);
  }

  /** The packet that was to set it could not be sent; no more aliases after that. */
  void giveUp() {
    aliases.clear();
  }
}
