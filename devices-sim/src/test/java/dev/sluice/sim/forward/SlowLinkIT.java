package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.link.Bandwidth;
import dev.sluice.sim.link.LinkProxy;
import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Edge node and cloud bridge as processes on an uplink of 1 Mbit/s that a backlog saturates: how
 * long an urgent message takes to an application, and whether a large one gets through at all.
 * {@code -Dforward.mbps=N} for another rate.
 */
class SlowLinkIT {
  private static final double MBPS = Double.parseDouble(System.getProperty("forward.mbps", "1"));
  private static final int PROBES = 60;
  private static final int BULK = 1_500;
  private static final int BULK_BYTES = 1_000;
  private static final int LARGE_BYTES = 900_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      journal: {dir: journal}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      forward:
        up:
          - {name: urgent, topic: "alarm/#", lane: urgent}
          - {name: bulk, topic: "log/#", lane: bulk}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Map<Long, Long> arrivedAt = new ConcurrentHashMap<>();
  private final AtomicLong bulkArrived = new AtomicLong();
  private final SplittableRandom random = new SplittableRandom(5);
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private LinkProxy link;
  private MqttAsyncClient application;
  private MqttAsyncClient device;

  @BeforeEach
  void start() throws Exception {
    cloud = ProgramProcess.cloud(folder.resolve("cloud"), "inference: {workers: 1}\n");
    cloud.start();
    LinkSettings settings =
        LinkSettings.of(Duration.ofMillis(20), Duration.ZERO, 1)
            .withBandwidth(Bandwidth.mbps(MBPS), Bandwidth.mbps(MBPS));
    link =
        new LinkProxy(vertx, SocketAddress.inetSocketAddress(cloud.port(), "127.0.0.1"), settings);
    edge = ProgramProcess.edge(folder.resolve("edge"), EDGE_YAML.formatted(join(link.listen(0))));
    edge.start();
    application = client(cloud.port(), "application");
    application.subscribe("gw/#", 1, (topic, message) -> arrived(topic, message.getPayload()));
    device = client(edge.port(), "device");
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    edge.close();
    cloud.close();
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static MqttAsyncClient client(int port, String id) throws Exception {
    MqttAsyncClient client =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(10_000);
    client.connect(options).waitForCompletion(10_000);
    return client;
  }

  private void arrived(String topic, byte[] payload) {
    if (topic.startsWith("gw/alarm")) {
      arrivedAt.put(ByteBuffer.wrap(payload).getLong(), System.nanoTime());
    } else {
      bulkArrived.incrementAndGet();
    }
  }

  private void publish(String topic, byte[] payload) throws Exception {
    device.publish(topic, payload, 1, false);
  }

  /** One urgent message after the other, in nanoseconds from the device to the application. */
  private long[] probe(long first) throws Exception {
    long[] nanos = new long[PROBES];
    for (int i = 0; i < PROBES; i++) {
      long number = first + i;
      long sent = System.nanoTime();
      publish("alarm/1", ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .atMost(PATIENCE)
          .until(() -> arrivedAt.containsKey(number));
      nanos[i] = arrivedAt.get(number) - sent;
    }
    return nanos;
  }

  private byte[] incompressible(int bytes) {
    byte[] payload = new byte[bytes];
    random.nextBytes(payload);
    return payload;
  }

  @Test
  void anUrgentMessageWaitsLittleBehindABacklog() throws Exception {
    long[] idle = probe(0);
    join(link.cut(Outage.Kind.REFUSE));
    for (int i = 0; i < BULK; i++) {
      publish("log/1", incompressible(BULK_BYTES));
    }
    await().atMost(PATIENCE).until(() -> device.getPendingDeliveryTokens().length == 0);
    join(link.restore());
    await().atMost(PATIENCE).until(() -> bulkArrived.get() > 20);
    long since = System.nanoTime();
    long before = bulkArrived.get();
    long[] busy = probe(PROBES);
    double seconds = (System.nanoTime() - since) / 1e9;
    long meanwhile = bulkArrived.get() - before;
    assertThat(before + meanwhile).as("the backlog lasts").isLessThan(BULK);
    System.out.printf(
        "%.1f Mbit/s, urgent p50 %.0f ms, p99 %.0f ms; idle p50 %.0f ms, p99 %.0f ms; %d messages"
            + " of the backlog meanwhile, %.0f %% of the link%n",
        MBPS,
        percentile(busy, 50),
        percentile(busy, 99),
        percentile(idle, 50),
        percentile(idle, 99),
        meanwhile,
        100 * meanwhile * BULK_BYTES * 8 / seconds / (MBPS * 1e6));
    assertThat(percentile(busy, 50)).as("ms").isLessThan(700);
  }

  @Test
  void aMessageThatTakesLongerThanStallAfterGetsThrough() throws Exception {
    long since = System.nanoTime();
    publish("log/1", incompressible(LARGE_BYTES));
    long[] busy = probe(0);
    await().atMost(PATIENCE).until(() -> bulkArrived.get() == 1);
    System.out.printf(
        "%.1f Mbit/s, one message of %d bytes in %.1f s; urgent meanwhile p50 %.0f ms, p99 %.0f"
            + " ms%n",
        MBPS,
        LARGE_BYTES,
        (System.nanoTime() - since) / 1e9,
        percentile(busy, 50),
        percentile(busy, 99));
    assertThat(Files.readString(folder.resolve("edge/edge.log"))).doesNotContain("uplink=down");
  }

  private static double percentile(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
