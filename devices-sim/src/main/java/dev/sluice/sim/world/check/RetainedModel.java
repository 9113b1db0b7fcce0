package dev.sluice.sim.world.check;

import dev.sluice.topic.TopicName;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last retained message of each topic, in a map. */
final class RetainedModel {
  private final int messagesMax;
  private final Map<TopicName, Accepted> kept = new LinkedHashMap<>();
  private long nextExpiryNanos = Long.MAX_VALUE;
  long expired;
  long refused;

  RetainedModel(int messagesMax) {
    this.messagesMax = messagesMax;
  }

  boolean hasRoomFor(TopicName topic) {
    return kept.containsKey(topic) || kept.size() < messagesMax;
  }

  void keep(Accepted message) {
    if (!hasRoomFor(message.topic())) {
      refused++;
      return;
    }
    kept.put(message.topic(), message);
    nextExpiryNanos = Math.min(nextExpiryNanos, message.expiresAtNanos());
  }

  void remove(TopicName topic) {
    kept.remove(topic);
  }

  void dropExpired(long nowNanos) {
    if (nextExpiryNanos > nowNanos) {
      return;
    }
    nextExpiryNanos = Long.MAX_VALUE;
    for (Iterator<Accepted> all = kept.values().iterator(); all.hasNext(); ) {
      Accepted message = all.next();
      if (message.isExpired(nowNanos)) {
        all.remove();
        expired++;
      } else {
        nextExpiryNanos = Math.min(nextExpiryNanos, message.expiresAtNanos());
      }
    }
  }

  Collection<Accepted> all() {
    return kept.values();
  }

  int size() {
    return kept.size();
  }
}
