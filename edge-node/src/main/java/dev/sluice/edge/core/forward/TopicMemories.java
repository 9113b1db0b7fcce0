package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Payload;
import dev.sluice.topic.TopicName;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * What is remembered of topics, within a bound. The topic that was heard longest ago is forgotten
 * first; its next message then counts as the first, so forgetting forwards too much, never too
 * little.
 */
final class TopicMemories {
  /**
   * A map entry, the name with its text and array, the memory and its number: about 200, rounded
   * up.
   */
  private static final int OVERHEAD_BYTES = 256;

  private static final int INITIAL_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final int topicsMax;
  private final long bytesMax;
  private final Map<TopicName, TopicMemory> byTopic =
      new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);
  private long bytes;
  private long forgotten;

  TopicMemories(int topicsMax, long bytesMax) {
    this.topicsMax = topicsMax;
    this.bytesMax = bytesMax;
  }

  /** Looking at a topic counts as hearing it. */
  TopicMemory of(TopicName topic) {
    TopicMemory known = byTopic.get(topic);
    if (known != null) {
      return known;
    }
    TopicMemory made = new TopicMemory();
    byTopic.put(topic, made);
    bytes += size(topic, made);
    forgetUntilWithinBounds();
    return made;
  }

  /** Notes what is forwarded of a topic. */
  void forwarded(
      TopicName topic, OptionalDouble number, Payload payload, boolean retain, long nowNanos) {
    TopicMemory memory = of(topic);
    bytes -= memory.payloadBytes();
    memory.forwarded(number, payload, retain, nowNanos);
    bytes += memory.payloadBytes();
    forgetUntilWithinBounds();
  }

  private void forgetUntilWithinBounds() {
    Iterator<Map.Entry<TopicName, TopicMemory>> eldest = byTopic.entrySet().iterator();
    while (byTopic.size() > topicsMax || bytes > bytesMax) {
      Map.Entry<TopicName, TopicMemory> next = eldest.next();
      bytes -= size(next.getKey(), next.getValue());
      eldest.remove();
      forgotten++;
    }
  }

  void forget(TopicName topic) {
    TopicMemory memory = byTopic.remove(topic);
    if (memory != null) {
      bytes -= size(topic, memory);
    }
  }

  /** Forgets the topics of which that does not hold. */
  void keepOnly(Predicate<TopicName> wanted) {
    Iterator<Map.Entry<TopicName, TopicMemory>> all = byTopic.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<TopicName, TopicMemory> next = all.next();
      if (!wanted.test(next.getKey())) {
        bytes -= size(next.getKey(), next.getValue());
        all.remove();
      }
    }
  }

  private static long size(TopicName topic, TopicMemory memory) {
    return OVERHEAD_BYTES + 2L * topic.utf8().length + memory.payloadBytes();
  }

  int topics() {
    return byTopic.size();
  }

  long bytes() {
    return bytes;
  }

  /** Topics that had to go to make room. */
  long forgotten() {
    return forgotten;
  }
}
