package dev.sluice.target.kafka;

import dev.sluice.target.Outcome;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka's faults mean for a record. */
final class KafkaAnswers {
  /** Of this record alone, and for good. */
  private static final List<Class<? extends ApiException>> REFUSED =
      List.of(
          RecordTooLargeException.class, InvalidTopicException.class, InvalidRecordException.class);

  /** Of the cluster, the account or the producer: every record would fare the same. */
  private static final List<Class<? extends ApiException>> UNAVAILABLE =
      List.of(
          RetriableException.class,
          AuthenticationException.class,
          ClusterAuthorizationException.class,
          ProducerFencedException.class,
          InvalidProducerEpochException.class,
          OutOfOrderSequenceException.class,
          UnsupportedVersionException.class);

  private KafkaAnswers() {}

  static Outcome outcome(Exception fault) {
    if (isMissingTopic(fault)) {
      // Somebody may make it; other topics are there.
      return new Outcome.Rejected(oneLine(fault));
    }
    if (is(REFUSED, fault)) {
      return new Outcome.Refused(oneLine(fault));
    }
    return !(fault instanceof ApiException) || is(UNAVAILABLE, fault)
        ? new Outcome.Unavailable(oneLine(fault))
        : new Outcome.Rejected(oneLine(fault));
  }

  /** A time-out says by its cause that Kafka answered, and has no such topic. */
  private static boolean isMissingTopic(Exception fault) {
    return fault instanceof UnknownTopicOrPartitionException
        || fault.getCause() instanceof UnknownTopicOrPartitionException;
  }

  private static boolean is(List<Class<? extends ApiException>> kinds, Exception fault) {
    return kinds.stream().anyMatch(kind -> kind.isInstance(fault));
  }

  static String oneLine(Exception fault) {
    return String.valueOf(fault.getMessage())
        .lines()
        .findFirst()
        .orElse(fault.getClass().getSimpleName());
  }
}
