package dev.sluice.sim.world.check;

import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each topic may retain: the last that was acknowledged, or anything offered since. */
final class RetainedLedger {
  /**
   * @param clears whether it asks that nothing be retained
   * @param repeats whether it may have been taken before
   */
  private record Offered(Accepted message, boolean clears, boolean repeats) {
    /** At QoS 0 it is not kept while the disk takes nothing; the older one is gone all the same. */
    boolean allowsNothing() {
      return clears
          || message.expiresAtNanos() != Long.MAX_VALUE
          || message.qos() == Qos.AT_MOST_ONCE;
    }
  }

  private static final class Topic {
    private final List<Offered> candidates = new ArrayList<>();
    private boolean mayBeEmpty = true;
  }

  private final Map<TopicName, Topic> topics = new LinkedHashMap<>();
  private final Map<TopicName, Long> found = new HashMap<>();

  void offered(Accepted message, boolean clears, boolean repeats) {
    Topic topic = topics.computeIfAbsent(message.topic(), name -> new Topic());
    topic.candidates.add(new Offered(message, clears, repeats));
  }

  /** Whatever the topic retained before that message is gone. */
  void acknowledged(TopicName name, long serial) {
    Topic topic = topics.get(name);
    if (topic == null) {
      return;
    }
    Optional<Offered> kept =
        topic.candidates.stream().filter(one -> one.message().serial() == serial).findFirst();
    if (kept.isPresent() && !kept.get().repeats()) {
      topic.candidates.removeIf(one -> one.message().serial() < serial);
      topic.mayBeEmpty = false;
    }
  }

  /** A client that subscribed to everything was sent that retained message. */
  void found(TopicName topic, long key) {
    found.put(topic, key);
  }

  void check(Checks checks) {
    topics.forEach(
        (name, topic) ->
            checks.require(
                Rule.RETAINED,
                allows(topic, Optional.ofNullable(found.get(name))),
                () -> name + " retains " + found.get(name) + ", not one of " + topic.candidates));
  }

  private static boolean allows(Topic topic, Optional<Long> key) {
    if (key.isEmpty()) {
      return topic.mayBeEmpty || topic.candidates.stream().anyMatch(Offered::allowsNothing);
    }
    return topic.candidates.stream()
        .anyMatch(one -> !one.clears() && one.message().key() == key.get());
  }
}
