package dev.sluice.target.kafka;

import dev.sluice.target.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Puts records into topics by Kafka's idempotent producer, confirmed by all replicas in sync.
 *
 * <p>The producer never blocks: a record of a topic that it does not know yet, or for which it has
 * no memory, is offered again until its time is over, so that other topics do not wait. A producer
 * that is beyond repair is replaced.
 */
final class KafkaSender implements AutoCloseable {
  private static final long AGAIN_MILLIS = 20;
  private static final Outcome CLOSED = new Outcome.Unavailable("closed");

  private record Asked(
      ProducerRecord<byte[], byte[]> record, long giveUpNanos, Consumer<Outcome> done) {}

  private final Duration timeout;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final ScheduledThreadPoolExecutor executor;
  private volatile boolean closed;

  // Of the thread.
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

  KafkaSender(KafkaSettings settings, Supplier<Producer<byte[], byte[]>> producers) {
    this.timeout = settings.timeout();
    this.producers = producers;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "kafka " + settings);
              thread.setDaemon(true);
              return thread;
            });
  }

  void send(ProducerRecord<byte[], byte[]> record, Consumer<Outcome> done) {
    var asked = new Asked(record, System.nanoTime() + timeout.toNanos(), done);
    try {
      executor.execute(() -> offer(asked));
    } catch (RejectedExecutionException e) {
      done.accept(CLOSED);
    }
  }

  private void offer(Asked asked) {
    if (closed) {
      asked.done().accept(CLOSED);
      return;
    }
    Thread own = Thread.currentThread();
    try {
      // What the producer says at once, it says of a record that it did not take.
      Future<?> unused =
          connected()
              .send(
                  asked.record(),
                  (place, fault) -> answer(asked, fault, Thread.currentThread() == own));
    } catch (RuntimeException e) {
      // It cannot be made, or has given itself up: the next record gets a new one.
      disconnect();
      asked.done().accept(new Outcome.Unavailable(KafkaAnswers.oneLine(e)));
    }
  }

  /**
   * @param fault null when there is none, as Kafka has it
   */
  private void answer(Asked asked, Exception fault, boolean notTaken) {
    if (fault == null) {
      asked.done().accept(new Outcome.Confirmed());
    } else if (notTaken
        && fault instanceof TimeoutException
        && System.nanoTime() - asked.giveUpNanos() < 0) {
      later(asked);
    } else {
      asked.done().accept(KafkaAnswers.outcome(fault));
    }
  }

  private void later(Asked asked) {
    try {
      Future<?> unused = executor.schedule(() -> offer(asked), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      asked.done().accept(CLOSED);
    }
  }

  private Producer<byte[], byte[]> connected() {
    if (producer.isEmpty()) {
      producer = Optional.of(producers.get());
    }
    return producer.get();
  }

  /** What it has taken is answered before this returns. */
  private void disconnect() {
    Optional<Producer<byte[], byte[]>> old = producer;
    producer = Optional.empty();
    try {
      old.ifPresent(one -> one.close(Duration.ZERO));
    } catch (RuntimeException e) {
      // It was broken before.
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      executor.execute(this::disconnect);
      executor.shutdown();
    }
  }
}
