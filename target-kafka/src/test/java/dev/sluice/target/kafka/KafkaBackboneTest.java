package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.target.backbone.BackboneRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaBackboneTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<Optional<String>> done = new CopyOnWriteArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final KafkaBackbone backbone =
      new KafkaBackbone(
          new KafkaSender(KafkaSettings.of(Map.of()), () -> producer), this::consumer);

  @AfterEach
  void close() {
    backbone.close();
  }

  /** Kafka is away for the first that asks. */
  private Consumer<String, byte[]> consumer(Map<String, Object> told) {
    if (opened.incrementAndGet() == 1) {
      throw new KafkaException("no answer from kafka:9092");
    }
    var consumer = new MockConsumer<String, byte[]>("earliest");
    consumer.updateEndOffsets(Map.of(new TopicPartition("t", 0), 0L));
    return consumer;
  }

  private void put() {
    backbone.put(
        "t", new BackboneRecord("k\u00e4", Map.of("x-model", "m"), new byte[] {1}, 17), done::add);
    await().until(() -> !producer.history().isEmpty());
  }

  @Test
  void aRecordIsTextWithItsTime() {
    put();
    assertThat(done).as("not confirmed yet").isEmpty();
    producer.completeNext();

    await().until(() -> !done.isEmpty());
    assertThat(done).containsExactly(Optional.empty());
    ProducerRecord<byte[], byte[]> record = producer.history().get(0);
    assertThat(new String(record.key(), UTF_8)).isEqualTo("k\u00e4");
    assertThat(record.headers().lastHeader("x-model").value()).isEqualTo("m".getBytes(UTF_8));
    assertThat(record.timestamp()).isEqualTo(17);
  }

  @Test
  void aFaultIsSaid() {
    put();
    producer.errorNext(new KafkaException("no leader"));

    await().until(() -> !done.isEmpty());
    assertThat(done).containsExactly(Optional.of("no leader"));
  }

  @Test
  void aConsumerThatCannotBeMadeIsMadeAgain() {
    backbone.share("t", "g", 8, (record, end) -> {});

    await().until(() -> backbone.fault().equals(Optional.of("no answer from kafka:9092")));
    await().until(() -> backbone.fault().isEmpty());
    assertThat(opened).hasValue(2);
  }
}
