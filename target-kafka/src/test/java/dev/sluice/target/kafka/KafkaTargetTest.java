package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaTargetTest {
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger sends = new AtomicInteger();
  private KafkaTarget target;

  /** What a producer that takes nothing says of the n-th send: its fault, or a null for none. */
  private interface Answers {
    KafkaException of(int send);
  }

  private void open(String timeoutMillis, Answers answers) {
    target =
        new KafkaTarget(
            KafkaSettings.of(Map.of("timeout-ms", timeoutMillis)), () -> producer(answers));
  }

  private Producer<byte[], byte[]> producer(Answers answers) {
    made.incrementAndGet();
    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public synchronized Future<RecordMetadata> send(
          ProducerRecord<byte[], byte[]> record, Callback callback) {
        KafkaException fault = answers.of(sends.incrementAndGet());
        if (fault == null) {
          return super.send(record, callback);
        }
        if (!(fault instanceof TimeoutException)) {
          throw fault;
        }
        callback.onCompletion(null, fault);
        return null;
      }
    };
  }

  private void put(String destination) {
    var record = new TargetRecord("n/1/1", "k", destination, "t", new byte[1], List.of(), 0, 0);
    target.put(record, outcomes::add);
  }

  private Outcome outcome() {
    await().until(() -> !outcomes.isEmpty());
    return outcomes.get(outcomes.size() - 1);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void offersARecordAgainUntilItsTopicIsKnown() {
    open("10000", send -> send < 4 ? new TimeoutException("not there yet") : null);
    put("s");

    assertThat(outcome()).isInstanceOf(Outcome.Confirmed.class);
    assertThat(sends).hasValue(4);
  }

  @Test
  void rejectsARecordWhoseTopicDoesNotAppearInTime() {
    var cause = new UnknownTopicOrPartitionException("none");
    open("60", send -> new TimeoutException("s is not there", cause));
    put("s");

    assertThat(outcome()).isEqualTo(new Outcome.Rejected("s is not there"));
    assertThat(sends.get()).isGreaterThan(1);
  }

  @Test
  void replacesAProducerThatHasGivenItselfUp() {
    open("10000", send -> send == 1 ? new KafkaException("in an error state") : null);
    put("s");
    assertThat(outcome()).isEqualTo(new Outcome.Unavailable("in an error state"));
    put("s");
    await().until(() -> outcomes.size() == 2);

    assertThat(outcome()).isInstanceOf(Outcome.Confirmed.class);
    assertThat(made).hasValue(2);
  }

  @Test
  void refusesWhatKafkaCannotHaveAsATopic() {
    open("10000", send -> null);
    put("plant/1");

    assertThat(outcome()).isInstanceOf(Outcome.Refused.class);
    assertThat(sends).hasValue(0);
  }

  @Test
  void everyRecordIsAnsweredWhenItIsClosed() {
    open("10000", send -> new TimeoutException("away"));
    put("s");
    await().until(() -> sends.get() > 0);
    target.close();
    put("s");

    await().until(() -> outcomes.size() == 2);
    assertThat(outcomes).allMatch(Outcome.Unavailable.class::isInstance);
  }
}
