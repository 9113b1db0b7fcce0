package dev.sluice.target.kafka;

import dev.sluice.target.Target;
import dev.sluice.target.TargetKind;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes targets of kind {@code kafka}. */
public final class KafkaKind implements TargetKind {
  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Target open(Map<String, String> settings) {
    KafkaSettings read = KafkaSettings.of(settings);
    return new KafkaTarget(
        read,
        () ->
            new KafkaProducer<>(
                read.producer(), new ByteArraySerializer(), new ByteArraySerializer()));
  }
}
