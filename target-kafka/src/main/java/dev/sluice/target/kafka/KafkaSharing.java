package dev.sluice.target.kafka;

import dev.sluice.target.backbone.Backbone;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Reads the partitions of a topic that its group gives it. What is committed is done, so that what
 * was not done comes to another when this process ends.
 */
final class KafkaSharing implements KafkaReader.Reading {
  /** While others are at work, so that what they have done is soon seen. */
  private static final Duration BUSY = Duration.ofMillis(10);

  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration COMMIT = Duration.ofSeconds(2);

  private record Done(TopicPartition partition, long offset) {}

  private final String topic;
  private final int takenMax;
  private final Backbone.Taker taker;
  private final Queue<Done> ended = new ConcurrentLinkedQueue<>();
  private final TakenOffsets offsets = new TakenOffsets();
  private int open;

  KafkaSharing(String topic, int takenMax, Backbone.Taker taker) {
    this.topic = topic;
    this.takenMax = takenMax;
    this.taker = taker;
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    offsets.clear();
    consumer.subscribe(
        List.of(topic),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(consumer);
            offsets.drop(partitions);
          }

          @Override
          public void onPartitionsLost(Collection<TopicPartition> partitions) {
            offsets.drop(partitions);
          }
        });
  }

  @Override
  public void turn(Consumer<String, byte[]> consumer) {
    commit(consumer);
    if (open >= takenMax) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    consumer.poll(open > 0 ? BUSY : IDLE).forEach(this::take);
  }

  @Override
  public void end(Consumer<String, byte[]> consumer) {
    commit(consumer);
  }

  private void take(ConsumerRecord<String, byte[]> read) {
    var partition = new TopicPartition(read.topic(), read.partition());
    offsets.taken(partition, read.offset());
    open++;
    taker.take(KafkaBackbone.record(read), () -> ended.add(new Done(partition, read.offset())));
  }

  private void commit(Consumer<String, byte[]> consumer) {
    for (Done done = ended.poll(); done != null; done = ended.poll()) {
      open--;
      offsets.done(done.partition(), done.offset());
    }
    Map<TopicPartition, OffsetAndMetadata> moved = offsets.moved();
    if (moved.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(moved, COMMIT);
      offsets.committed(moved);
    } catch (RetriableException | CommitFailedException e) {
      // With the next one. Where the partition has gone to another, that one runs it again.
    }
  }
}
