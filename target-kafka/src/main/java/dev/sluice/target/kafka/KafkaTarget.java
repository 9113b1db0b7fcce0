package dev.sluice.target.kafka;

import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** Kafka's topics as a target. */
final class KafkaTarget implements Target {
  private final KafkaSettings settings;
  private final KafkaSender sender;

  KafkaTarget(KafkaSettings settings, Supplier<Producer<byte[], byte[]>> producers) {
    this.settings = settings;
    this.sender = new KafkaSender(settings, producers);
  }

  @Override
  public long recordBytesMax() {
    return settings.recordBytesMax();
  }

  @Override
  public void put(TargetRecord record, Consumer<Outcome> done) {
    if (!KafkaRecords.isTopic(record.destination())) {
      done.accept(
          new Outcome.Refused(
              record.destination() + " is no name of a Kafka topic: letters, digits, . _ -"));
      return;
    }
    sender.send(KafkaRecords.of(record), done);
  }

  @Override
  public void close() {
    sender.close();
  }
}
