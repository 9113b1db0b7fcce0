package dev.sluice.broker;

import dev.sluice.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The one message of each topic that is parked. Topic and id are in memory: that is what it costs
 * to say at once which message on disk is worth nothing any more.
 */
final class ParkedTopics {
  /** Beside the topic's own bytes. */
  private static final int ENTRY_BYTES = 160;

  private final Map<TopicName, Parked> byTopic = new LinkedHashMap<>();
  private final QueueTally tally;

  private record Parked(long id, int bytes) {}

  ParkedTopics(QueueTally tally) {
    this.tally = tally;
  }

  /** Its topic must not be here. */
  void add(Outgoing outgoing) {
    TopicName topic = outgoing.topic();
    byTopic.put(topic, new Parked(outgoing.accepted().sequence(), outgoing.bytes()));
    tally.park(1, outgoing.bytes());
    tally.note(ENTRY_BYTES + topic.utf8().length);
  }

  /** The id of the topic's message, which is here no more. */
  OptionalLong forget(TopicName topic) {
    Parked gone = byTopic.remove(topic);
    if (gone == null) {
      return OptionalLong.empty();
    }
    tally.park(-1, -gone.bytes());
    tally.note(-ENTRY_BYTES - topic.utf8().length);
    return OptionalLong.of(gone.id());
  }

  /** As {@link #forget(TopicName)}, of the topic that has been here for longest. */
  OptionalLong forgetFirst() {
    return byTopic.isEmpty() ? OptionalLong.empty() : forget(byTopic.keySet().iterator().next());
  }

  /**
   * @return the ids of those that are here no more
   */
  List<Long> forgetIf(Predicate<TopicName> gone) {
    return byTopic.keySet().stream().filter(gone).toList().stream()
        .map(topic -> forget(topic).orElseThrow())
        .toList();
  }

  /** False when no topic's message has that id. */
  boolean forget(long id) {
    return !forgetIf(topic -> byTopic.get(topic).id() == id).isEmpty();
  }

  boolean contains(TopicName topic) {
    return byTopic.containsKey(topic);
  }

  /** Whether that is the topic's message. */
  boolean contains(TopicName topic, long id) {
    Parked here = byTopic.get(topic);
    return here != null && here.id() == id;
  }

  boolean isEmpty() {
    return byTopic.isEmpty();
  }

  int size() {
    return byTopic.size();
  }

  /** The greatest id; 0 when there is none. */
  long lastId() {
    return byTopic.values().stream().mapToLong(Parked::id).max().orElse(0);
  }
}
