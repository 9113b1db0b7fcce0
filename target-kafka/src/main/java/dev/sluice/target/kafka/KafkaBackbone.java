package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.target.Outcome;
import dev.sluice.target.backbone.Backbone;
import dev.sluice.target.backbone.BackboneRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka's topics as streams. */
final class KafkaBackbone implements Backbone {
  /** A group's member asks for a part of what it may hold, or it would hold much more. */
  private static final int POLLS = 4;

  /** Makes a consumer, and topics that are not there; waits, and throws what Kafka says. */
  interface Consumers {
    Consumer<String, byte[]> open(Map<String, Object> told);
  }

  private final KafkaSender sender;
  private final Consumers consumers;
  private final List<KafkaReader> readers = new CopyOnWriteArrayList<>();

  KafkaBackbone(KafkaSender sender, Consumers consumers) {
    this.sender = sender;
    this.consumers = consumers;
  }

  @Override
  public void put(
      String stream, BackboneRecord record, java.util.function.Consumer<Optional<String>> done) {
    var made =
        new ProducerRecord<>(
            stream, null, record.timeMillis(), record.key().getBytes(UTF_8), record.value());
    record.headers().forEach((name, value) -> made.headers().add(name, value.getBytes(UTF_8)));
    sender.send(made, outcome -> done.accept(fault(outcome)));
  }

  private static Optional<String> fault(Outcome outcome) {
    if (outcome instanceof Outcome.Unavailable no) {
      return Optional.of(no.reason());
    } else if (outcome instanceof Outcome.Rejected no) {
      return Optional.of(no.reason());
    } else if (outcome instanceof Outcome.Refused no) {
      return Optional.of(no.reason());
    }
    return Optional.empty();
  }

  @Override
  public void follow(String stream, java.util.function.Consumer<BackboneRecord> reader) {
    Map<String, Object> told = Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    read(stream, told, new KafkaFollowing(stream, reader));
  }

  @Override
  public void share(String stream, String group, int takenMax, Taker taker) {
    Map<String, Object> told =
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            Math.max(1, takenMax / POLLS),
            // Who leaves or comes moves only the partitions that have to move.
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName());
    read(stream, told, new KafkaSharing(stream, takenMax, taker));
  }

  private void read(String stream, Map<String, Object> told, KafkaReader.Reading reading) {
    var reader = new KafkaReader(stream, () -> consumers.open(told), reading);
    readers.add(reader);
    reader.start();
  }

  @Override
  public Optional<String> fault() {
    return readers.stream().flatMap(one -> one.fault().stream()).findFirst();
  }

  @Override
  public void close() {
    readers.forEach(KafkaReader::close);
    sender.close();
  }

  static BackboneRecord record(ConsumerRecord<String, byte[]> read) {
    Map<String, String> headers = new HashMap<>();
    read.headers().forEach(one -> headers.put(one.key(), text(one.value())));
    return new BackboneRecord(
        Optional.ofNullable(read.key()).orElse(""),
        headers,
        Optional.ofNullable(read.value()).orElse(new byte[0]),
        read.timestamp());
  }

  private static String text(byte[] value) {
    return value == null ? "" : new String(value, UTF_8);
  }
}
