package dev.sluice.target.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What was taken of each partition, and how far all of it is done. Records are done in any order;
 * only what lies before the first one that is not may be committed.
 */
final class TakenOffsets {
  private final Map<TopicPartition, Progress> partitions = new HashMap<>();

  private static final class Progress {
    /** Offsets from the first that is not done on; true for those that are. */
    private final TreeMap<Long, Boolean> open = new TreeMap<>();

    private Optional<Long> next = Optional.empty();
    private Optional<Long> committed = Optional.empty();

    void done(long offset) {
      open.replace(offset, true);
      while (!open.isEmpty() && open.firstEntry().getValue()) {
        next = Optional.of(open.pollFirstEntry().getKey() + 1);
      }
    }
  }

  void taken(TopicPartition partition, long offset) {
    partitions.computeIfAbsent(partition, none -> new Progress()).open.put(offset, false);
  }

  /** Of a partition that was dropped, it is nothing. */
  void done(TopicPartition partition, long offset) {
    Optional.ofNullable(partitions.get(partition)).ifPresent(one -> one.done(offset));
  }

  /** Where partitions are that went on since they were {@link #committed}. */
  Map<TopicPartition, OffsetAndMetadata> moved() {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    partitions.forEach(
        (partition, one) -> {
          if (!one.next.equals(one.committed)) {
            moved.put(partition, new OffsetAndMetadata(one.next.orElseThrow()));
          }
        });
    return moved;
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> places) {
    places.forEach(
        (partition, place) -> partitions.get(partition).committed = Optional.of(place.offset()));
  }

  void drop(Collection<TopicPartition> gone) {
    partitions.keySet().removeAll(gone);
  }

  void clear() {
    partitions.clear();
  }
}
