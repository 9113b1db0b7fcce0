package dev.sluice.target.kafka;

import dev.sluice.target.backbone.Backbone;
import dev.sluice.target.backbone.BackboneKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Makes backbones of kind {@code kafka}. */
public final class KafkaBackboneKind implements BackboneKind {
  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Backbone open(Map<String, String> settings, List<String> streams) {
    var read = KafkaBackboneSettings.of(settings);
    var sender =
        new KafkaSender(
            read.client(),
            () ->
                new KafkaProducer<>(
                    read.client().producer(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
    return new KafkaBackbone(sender, told -> consumer(read, streams, told));
  }

  @Override
  public Optional<String> away(Map<String, String> settings) {
    var read = KafkaBackboneSettings.of(settings);
    try {
      KafkaTopics.requireCluster(read);
      return Optional.empty();
    } catch (KafkaException e) {
      // What stops a client from being made is behind a word that it was not made.
      Throwable why = e.getCause() instanceof KafkaException inner ? inner : e;
      return Optional.of(String.valueOf(why.getMessage()));
    }
  }

  private static Consumer<String, byte[]> consumer(
      KafkaBackboneSettings read, List<String> streams, Map<String, Object> told) {
    KafkaTopics.ensure(read, streams);
    return new KafkaConsumer<>(
        read.consumer(told), new StringDeserializer(), new ByteArrayDeserializer());
  }
}
