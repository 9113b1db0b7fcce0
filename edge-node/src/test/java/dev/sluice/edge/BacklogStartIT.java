package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.broker.durable.SubscriptionTerms;
import dev.sluice.edge.journal.Journal;
import dev.sluice.edge.journal.SyncPolicy;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start with a gigabyte that waits reads little of it. How long it takes is printed, beside the
 * start of a node that has nothing, in the same memory on the same machine. The log is written by
 * the journal itself, for a client would take minutes. {@code -Dstart.megabytes=4096
 * -Dstart.payload=1000 -Dstart.heap=64m} for another one.
 */
class BacklogStartIT {
  private static final int MEGABYTES = Integer.getInteger("start.megabytes", 1_024);
  private static final int PAYLOAD_BYTES = Integer.getInteger("start.payload", 1_000);
  private static final String HEAP = System.getProperty("start.heap", "32m");
  private static final int MESSAGES = (int) ((long) MEGABYTES * 1_000_000 / PAYLOAD_BYTES);
  private static final int STARTS = 3;
  private static final int IN_FLIGHT = 4_096;
  private static final int READ_AGAIN = 5_000;
  private static final long BYTES_READ_MAX = 32 << 20;
  private static final Pattern BYTES_READ = Pattern.compile("bytesRead=([0-9]+)");
  private static final ClientId READER = new ClientId("reader");
  private static final TopicName TOPIC = TopicName.of("backlog");
  private static final String YAML =
      """
      node: {id: backlog-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal, max-size: 8GB}
      limits: {backlog-messages: 10000000, backlog-size: 8GB, backlog-memory: 2MB, retained-size: 1MB}
      """;

  @TempDir Path folder;

  @Test
  void aGigabyteThatWaitsMakesNoSlowStart() throws Exception {
    try (EdgeProcess empty = new EdgeProcess(folder.resolve("empty"), YAML, HEAP);
        EdgeProcess full = new EdgeProcess(folder.resolve("full"), YAML, HEAP)) {
      fill(full.journal());
      Start control = fastestStart(empty);
      Start start = fastestStart(full);
      long read = bytesRead(full);
      System.out.printf(
          "%d messages of %d bytes, -Xmx%s: %s, %d bytes read; empty node: %s%n",
          MESSAGES, PAYLOAD_BYTES, HEAP, start, read, control);
      assertThat(read).isLessThan(BYTES_READ_MAX);
      assertThat(full.logLines("journal=lost")).isEmpty();
      full.start();
      readSome(full);
    }
  }

  private record Start(Duration wall, Duration processor) {
    @Override
    public String toString() {
      return "listens after %d ms, %d ms of processors"
          .formatted(wall.toMillis(), processor.toMillis());
    }
  }

  /** Of some: what others do on the machine is not asked. */
  private static Start fastestStart(EdgeProcess edge) throws Exception {
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      long before = System.nanoTime();
      edge.start();
      Duration wall = Duration.ofNanos(System.nanoTime() - before);
      starts.add(new Start(wall, edge.processorTime()));
      edge.kill();
    }
    return Collections.min(starts, Comparator.comparing(Start::wall));
  }

  private static long bytesRead(EdgeProcess edge) throws Exception {
    List<String> starts = edge.logLines("journal=open");
    Matcher read = BYTES_READ.matcher(starts.get(starts.size() - 1));
    assertThat(read.find()).isTrue();
    return Long.parseLong(read.group(1));
  }

  /** As a node does it that nobody fetches from. */
  private static void fill(Path journalFolder) throws Exception {
    Semaphore room = new Semaphore(IN_FLIGHT);
    Journal.Settings settings = new Journal.Settings(SyncPolicy.FSYNC, 8L << 30, 4 << 20);
    try (Journal journal =
        Journal.open(journalFolder, settings, System::nanoTime, System::currentTimeMillis)) {
      journal.start(releasing(room));
      long sequence = 0;
      for (DurableRecord record : session()) {
        room.acquire();
        journal.append(new Effect.Append(++sequence, record));
      }
      for (int number = 0; number < MESSAGES; number++) {
        room.acquire();
        journal.append(new Effect.Append(++sequence, kept(sequence, number)));
      }
      room.acquire(IN_FLIGHT);
    }
  }

  private static List<DurableRecord> session() {
    SubscriptionTerms terms =
        new SubscriptionTerms(
            TopicFilter.of("backlog"), Qos.AT_LEAST_ONCE, false, false, List.of());
    return List.of(
        new DurableRecord.SessionOpened(
            READER, Duration.ofDays(1), Optional.empty(), Optional.empty()),
        new DurableRecord.Subscribed(READER, terms),
        new DurableRecord.SessionDetached(READER, DurableRecord.NEVER, DurableRecord.NEVER));
  }

  private static DurableRecord kept(long id, int number) {
    byte[] payload = ByteBuffer.allocate(PAYLOAD_BYTES).putInt(number).array();
    return new DurableRecord.MessageKept(
        id,
        Message.of(TOPIC, Payload.of(payload), Qos.AT_LEAST_ONCE),
        Optional.of(new ClientId("writer")),
        DurableRecord.NEVER,
        false,
        0,
        List.of(Recipient.waiting(READER, Qos.AT_LEAST_ONCE, false, List.of())));
  }

  private static Journal.Listener releasing(Semaphore room) {
    return new Journal.Listener() {
      private long released;

      @Override
      public void durable(long sequence) {
        room.release((int) (sequence - released));
        released = sequence;
      }

      @Override
      public void refusing(String reason) {
        throw new AssertionError(reason);
      }

      @Override
      public void accepting() {}

      @Override
      public void fetched(Fetched fetched) {}
    };
  }

  private static void readSome(EdgeProcess edge) throws Exception {
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger outOfOrder = new AtomicInteger();
    MqttAsyncClient reader =
        new MqttAsyncClient(
            "tcp://127.0.0.1:" + edge.port(), READER.value(), new MemoryPersistence());
    reader.setCallback(
        new MqttCallback() {
          @Override
          public void messageArrived(String topic, MqttMessage message) {
            if (ByteBuffer.wrap(message.getPayload()).getInt() != arrived.getAndIncrement()) {
              outOfOrder.incrementAndGet();
            }
          }

          @Override
          public void connectionLost(Throwable cause) {}

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {}
        });
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(false);
    reader.connect(options).waitForCompletion(10_000);
    await().atMost(Duration.ofSeconds(60)).until(() -> arrived.get() >= READ_AGAIN);
    assertThat(outOfOrder.get()).isZero();
    reader.disconnectForcibly(100, 1_000, false);
    reader.close(true);
  }
}
