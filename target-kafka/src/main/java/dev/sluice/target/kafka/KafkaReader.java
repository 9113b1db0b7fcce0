package dev.sluice.target.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** One thread that reads a topic, and makes its consumer again when that fails. */
final class KafkaReader implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** What is done with a consumer, on the reader's thread. */
  interface Reading {
    /** Says what is read. */
    void begin(Consumer<String, byte[]> consumer);

    /** Waits for records, for a moment, and gives them. */
    void turn(Consumer<String, byte[]> consumer);

    /** The consumer works, and goes. */
    void end(Consumer<String, byte[]> consumer);
  }

  private final TopicPartition first;
  private final Supplier<Consumer<String, byte[]>> consumers;
  private final Reading reading;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Optional<String> fault = Optional.of("not reached yet");
  private long lookNanos;

  KafkaReader(String topic, Supplier<Consumer<String, byte[]>> consumers, Reading reading) {
    this.first = new TopicPartition(topic, 0);
    this.consumers = consumers;
    this.reading = reading;
    this.thread = new Thread(this::run, "kafka " + topic);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Why nothing is read; empty while Kafka answers. */
  Optional<String> fault() {
    return fault;
  }

  private void run() {
    while (isOpen()) {
      try {
        read(consumers.get());
      } catch (RuntimeException e) {
        fault = Optional.of(KafkaAnswers.oneLine(e));
        pause();
      }
    }
  }

  private void read(Consumer<String, byte[]> consumer) {
    try {
      reading.begin(consumer);
      lookNanos = System.nanoTime();
      while (isOpen()) {
        look(consumer);
        reading.turn(consumer);
      }
      reading.end(consumer);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE));
    }
  }

  /** A consumer is silent when Kafka is away: it has to be asked something. */
  private void look(Consumer<String, byte[]> consumer) {
    if (System.nanoTime() - lookNanos < 0) {
      return;
    }
    try {
      consumer.endOffsets(Set.of(first), LOOK);
      fault = Optional.empty();
    } catch (TimeoutException e) {
      fault = Optional.of(KafkaAnswers.oneLine(e));
    }
    lookNanos = System.nanoTime() + LOOK.toNanos();
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private void pause() {
    try {
      if (closed.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        fault = Optional.of("closed");
      }
    } catch (InterruptedException e) {
      closed.countDown();
    }
  }

  /** Waits for what is being read, within limits. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(2 * CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
