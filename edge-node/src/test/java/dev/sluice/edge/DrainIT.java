package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backlog drains while devices go on talking: how long that takes, and how the latency of a live
 * message compares with a control before it. {@code -Ddrain.messages=100000} for the full size.
 */
class DrainIT {
  private static final int MESSAGES = Integer.getInteger("drain.messages", 10_000);
  private static final int BYTES = 256;
  private static final int PROBES = 2_000;
  private static final int PROBES_MAX = 100_000;
  private static final String HEAP = "96m";
  private static final String GATEWAY =
      """
      node: {id: gw}
      admin: {port: 0}
      uplink: {port: %d, reconnect-min: 50ms, reconnect-max: 300ms}
      journal: {dir: journal}
      forward:
        up:
          - {name: backlog, topic: "backlog/#", to: "{topic}"}
      """;

  @TempDir Path folder;

  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    ticks.shutdownNow();
  }

  @Test
  void aBacklogDrainsInOrderBesideLiveMessages() throws Exception {
    try (EdgeProcess hop = EdgeProcess.hop(folder, HEAP);
        EdgeProcess edge =
            new EdgeProcess(folder.resolve("edge"), GATEWAY.formatted(hop.port()), HEAP)) {
      edge.start();
      fill(edge.port());
      long[] control = probe(edge.port(), PROBES, () -> false);
      hop.start();
      StandInBridge bridge = new StandInBridge(hop.port());
      ScheduledFuture<?> ticking =
          ticks.scheduleWithFixedDelay(bridge::tick, 0, 2, TimeUnit.MILLISECONDS);
      await().atMost(Duration.ofSeconds(30)).until(() -> bridge.storedCount() > 0);
      long start = System.nanoTime();
      long[] live = probe(edge.port(), PROBES_MAX, () -> bridge.storedCount() >= MESSAGES);
      await().atMost(Duration.ofMinutes(2)).until(() -> bridge.storedCount() >= MESSAGES);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(bridge.stored())
          .isEqualTo(IntStream.range(0, MESSAGES).mapToObj(DrainIT::expected).toList());
      System.out.printf(
          "drained %d messages of %d bytes in %.2f s (%.0f/s); live round trip p50 %.2f ms, p99 %.2f"
              + " ms over %d; control p50 %.2f ms, p99 %.2f ms%n",
          MESSAGES,
          BYTES,
          seconds,
          MESSAGES / seconds,
          percentile(live, 50),
          percentile(live, 99),
          live.length,
          percentile(control, 50),
          percentile(control, 99));
      assertThat(ticking.isDone()).as("the bridge's own thread has failed").isFalse();
      bridge.close();
    }
  }

  private static String payload(int number) {
    return String.format("%0" + BYTES + "d", number);
  }

  private static String expected(int number) {
    return "backlog/" + number % 7 + " " + payload(number);
  }

  private static void fill(int port) throws Exception {
    MqttAsyncClient client =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, "filler", new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(60_000);
    client.connect(options).waitForCompletion(10_000);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] bytes = payload(i).getBytes(StandardCharsets.UTF_8);
      while (client.getInFlightMessageCount() > 2_000) {
        Thread.onSpinWait();
      }
      client.publish("backlog/" + i % 7, bytes, 1, false);
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> client.getInFlightMessageCount() == 0);
    client.disconnect().waitForCompletion(10_000);
    client.close();
  }

  /**
   * Round trips of one QoS 1 message at a time through the broker, in nanoseconds. By a client that
   * sends at once: Paho leaves Nagle's algorithm on, and 40 ms of its own would hide the broker.
   */
  private static long[] probe(int port, int count, BooleanSupplier over) throws Exception {
    long[] nanos = new long[count];
    try (CodecClient client = new CodecClient(port, MqttVersion.MQTT_5)) {
      client.begin(client.connect("probe", true));
      client.subscribe("live", 1);
      for (int i = 0; i < count; i++) {
        if (over.getAsBoolean()) {
          return Arrays.copyOf(nanos, Math.max(1, i));
        }
        long sent = System.nanoTime();
        client.publish("live", "x", 1, false);
        client.atLeast(1);
        client.forget();
        nanos[i] = System.nanoTime() - sent;
      }
      client.disconnect();
    }
    return nanos;
  }

  private static double percentile(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
