package dev.sluice.target.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are not there, with as many replicas as the cluster gives by itself. */
final class KafkaTopics {
  private KafkaTopics() {}

  /**
   * Who may not make topics has them made by somebody else, and hears of one that is missing when
   * it is used.
   *
   * @throws KafkaException when Kafka is not reached
   */
  static void ensure(KafkaBackboneSettings settings, List<String> topics) {
    List<NewTopic> wanted =
        topics.stream()
            .map(one -> new NewTopic(one, Optional.of(settings.partitions()), Optional.empty()))
            .toList();
    try (Admin admin = Admin.create(settings.client().client())) {
      for (KafkaFuture<Void> made : admin.createTopics(wanted).values().values()) {
        await(made, settings);
      }
    }
  }

  /**
   * @throws KafkaException when Kafka is not reached
   */
  static void requireCluster(KafkaBackboneSettings settings) {
    Admin admin = Admin.create(settings.client().client());
    try {
      await(admin.describeCluster().nodes(), settings);
    } finally {
      // An answer that has not come is not waited for.
      admin.close(Duration.ZERO);
    }
  }

  private static void await(KafkaFuture<?> made, KafkaBackboneSettings settings) {
    try {
      made.get(settings.client().timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      boolean goOn =
          e.getCause() instanceof TopicExistsException
              || e.getCause() instanceof AuthorizationException;
      if (!goOn) {
        throw new KafkaException(String.valueOf(e.getCause().getMessage()), e);
      }
    } catch (TimeoutException e) {
      throw new KafkaException("no answer from " + settings.client(), e);
    } catch (InterruptedException e) {
      throw new KafkaException("stopped", e);
    }
  }
}
