package dev.sluice.target.kafka;

import dev.sluice.target.backbone.BackboneRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads all of a topic from the moment when it began, in no group; a consumer that took the place
 * of another goes on where that was.
 */
final class KafkaFollowing implements KafkaReader.Reading {
  private static final Duration TURN = Duration.ofMillis(200);

  private final String topic;
  private final java.util.function.Consumer<BackboneRecord> reader;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  KafkaFollowing(String topic, java.util.function.Consumer<BackboneRecord> reader) {
    this.topic = topic;
    this.reader = reader;
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    List<TopicPartition> all =
        Optional.ofNullable(consumer.partitionsFor(topic)).orElse(List.of()).stream()
            .map(one -> new TopicPartition(topic, one.partition()))
            .toList();
    if (all.isEmpty()) {
      throw new UnknownTopicOrPartitionException("Kafka has no topic " + topic);
    }
    consumer.assign(all);
    if (next.isEmpty()) {
      consumer.seekToEnd(all);
      // Asked for now: what comes from here on must not be missed.
      all.forEach(one -> next.put(one, consumer.position(one)));
    } else {
      next.forEach(consumer::seek);
    }
  }

  @Override
  public void turn(Consumer<String, byte[]> consumer) {
    consumer
        .poll(TURN)
        .forEach(
            read -> {
              next.put(new TopicPartition(read.topic(), read.partition()), read.offset() + 1);
              reader.accept(KafkaBackbone.record(read));
            });
  }

  @Override
  public void end(Consumer<String, byte[]> consumer) {
    // Nothing of it is kept in Kafka.
  }
}
