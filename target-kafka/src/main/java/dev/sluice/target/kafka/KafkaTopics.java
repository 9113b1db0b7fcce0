package dev.sluice.target.kafka;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are not there, with as many replicas as the cluster gives by itself. */
final class KafkaTopics {
  private KafkaTopics() {}

  /**
   * Who may not make topics has them made by somebody else, and hears of one that is missing when
   * it is read.
   *
   * @throws KafkaException when Kafka is not reached
   */
  static void ensure(KafkaBackboneSettings settings, String topic) {
    var wanted = new NewTopic(topic, Optional.of(settings.partitions()), Optional.empty());
    try (Admin admin = Admin.create(settings.client().client())) {
      admin
          .createTopics(List.of(wanted))
          .all()
          .get(settings.client().timeout().toMillis(), TimeUnit.MILLISECONDS);
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
