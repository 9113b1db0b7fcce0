package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
 * A client that is away while far more comes for it than the node has memory: all of it is there
 * when it comes back, after a crash too, which does not make the next start slow. {@code
 * -Dbacklog.megabytes=1024 -Dbacklog.payload=1000 -Dbacklog.heap=40m} for another backlog.
 */
class LongBacklogIT {
  private static final int MEGABYTES = Integer.getInteger("backlog.megabytes", 96);
  private static final int PAYLOAD_BYTES = Integer.getInteger("backlog.payload", 1_000);
  private static final String HEAP = System.getProperty("backlog.heap", "32m");
  private static final int IN_FLIGHT = 1_000;
  private static final long BYTES_READ_MAX = 32 << 20;
  private static final Pattern BYTES_READ = Pattern.compile("bytesRead=([0-9]+)");
  private static final String YAML =
      """
      node: {id: backlog-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal, max-size: 4GB, segment-size: 2MB}
      limits: {backlog-messages: 10000000, backlog-size: 4GB, backlog-memory: 2MB, retained-size: 1MB}
      """;

  @TempDir Path folder;

  /** Counts what is acknowledged, and checks that what arrives is in order. */
  private static final class Client implements MqttCallback {
    private final MqttAsyncClient mqtt;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger outOfOrder = new AtomicInteger();

    Client(int port, String id, boolean lasting) throws Exception {
      mqtt = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
      mqtt.setCallback(this);
      MqttConnectOptions options = new MqttConnectOptions();
      options.setCleanSession(!lasting);
      options.setMaxInflight(2 * IN_FLIGHT);
      mqtt.connect(options).waitForCompletion(10_000);
    }

    void publish(int number) throws Exception {
      if (!room.tryAcquire(30, TimeUnit.SECONDS)) {
        throw new AssertionError("no acknowledgement for thirty seconds, at " + number);
      }
      byte[] payload = new byte[PAYLOAD_BYTES];
      for (int i = 0; i < Integer.BYTES; i++) {
        payload[i] = (byte) (number >> (8 * i));
      }
      mqtt.publish("backlog", payload, 1, false);
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      room.release();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      int number = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        number |= (message.getPayload()[i] & 0xFF) << (8 * i);
      }
      if (number != arrived.getAndIncrement()) {
        outOfOrder.incrementAndGet();
      }
    }

    @Override
    public void connectionLost(Throwable cause) {}

    void close() throws Exception {
      mqtt.disconnectForcibly(100, 1_000, false);
      mqtt.close(true);
    }
  }

  @Test
  void aBacklogFarLargerThanTheMemoryIsKeptAndStartedFrom() throws Exception {
    int messages = (int) ((long) MEGABYTES * 1_000_000 / PAYLOAD_BYTES);
    try (EdgeProcess edge = new EdgeProcess(folder, YAML, HEAP)) {
      edge.start();
      Client away = new Client(edge.port(), "reader", true);
      away.mqtt.subscribe("backlog", 1).waitForCompletion(10_000);
      away.close();
      fill(edge, messages);
      edge.kill();
      long before = System.nanoTime();
      edge.start();
      Duration start = Duration.ofNanos(System.nanoTime() - before);
      long read = bytesRead(edge);
      assertThat(read).isLessThan(BYTES_READ_MAX);
      drain(edge, messages);
      System.out.printf(
          "backlog of %d messages of %d bytes with -Xmx%s: start %d ms, %d bytes read%n",
          messages, PAYLOAD_BYTES, HEAP, start.toMillis(), read);
      assertThat(edge.logLines("journal=lost")).isEmpty();
    }
  }

  private static void fill(EdgeProcess edge, int messages) throws Exception {
    Client publisher = new Client(edge.port(), "writer", false);
    for (int i = 0; i < messages; i++) {
      publisher.publish(i);
    }
    assertThat(publisher.room.tryAcquire(IN_FLIGHT, 60, TimeUnit.SECONDS)).isTrue();
    publisher.close();
  }

  private static long bytesRead(EdgeProcess edge) throws Exception {
    List<String> starts = edge.logLines("journal=open");
    Matcher read = BYTES_READ.matcher(starts.get(starts.size() - 1));
    assertThat(read.find()).isTrue();
    return Long.parseLong(read.group(1));
  }

  private static void drain(EdgeProcess edge, int messages) throws Exception {
    Client reader = new Client(edge.port(), "reader", true);
    await()
        .atMost(Duration.ofSeconds(60 + messages / 2_000))
        .until(() -> reader.arrived.get() >= messages);
    assertThat(reader.outOfOrder.get()).isZero();
    reader.close();
  }
}
