package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.Outcome;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaAnswersTest {
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(new TimeoutException("no answer"), Outcome.Unavailable.class),
        Arguments.of(new NotEnoughReplicasException("1 of 2"), Outcome.Unavailable.class),
        Arguments.of(new SaslAuthenticationException("no"), Outcome.Unavailable.class),
        Arguments.of(new OutOfOrderSequenceException("gap"), Outcome.Unavailable.class),
        Arguments.of(new KafkaException("closed"), Outcome.Unavailable.class),
        Arguments.of(new UnknownTopicOrPartitionException("none"), Outcome.Rejected.class),
        Arguments.of(
            new TimeoutException("not there", new UnknownTopicOrPartitionException("none")),
            Outcome.Rejected.class),
        Arguments.of(new TopicAuthorizationException("t"), Outcome.Rejected.class),
        Arguments.of(new PolicyViolationException("no"), Outcome.Rejected.class),
        Arguments.of(new RecordTooLargeException("large"), Outcome.Refused.class),
        Arguments.of(new InvalidRecordException("compacted"), Outcome.Refused.class));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tellsTheClustersTroubleFromTheRecords(Exception fault, Class<? extends Outcome> meant) {
    assertThat(KafkaAnswers.outcome(fault)).isInstanceOf(meant);
  }

  @Test
  void saysOneLineOfAFault() {
    var fault = new RecordTooLargeException("too large\nand more");

    assertThat(KafkaAnswers.outcome(fault)).isEqualTo(new Outcome.Refused("too large"));
  }
}
