package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.device.DeviceClients;
import dev.sluice.sim.device.Mosquitto;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Edge node and cloud bridge as processes that meet at a Mosquitto, which is no part of either; any
 * of the three is killed at random moments under load.
 *
 * <p>{@code -Dforward.kills=50} for a long run, {@code -Dforward.seed=N} for other moments.
 */
class ExternalBrokerIT {
  private static final int KILLS = Integer.getInteger("forward.kills", 6);
  private static final long SEED = Long.getLong("forward.seed", 1);
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(90);
  private static final long TICK_MS = 20;
  private static final String PREFIX = "commands/gw/";

  private static final String CLOUD_YAML =
      """
      broker:
        external: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      """;
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      forward:
        up:
          - {name: urgent, topic: "alarm/#", lane: urgent}
          - {name: bulk, topic: "log/#", lane: bulk}
          - {name: loop, topic: "loop/#", to: "commands/other/{topic}"}
          - {name: rest, topic: "room/#"}
        down:
          - {name: commands, from: "commands/{node}/#", to: "{topic}", strip: "commands/{node}"}
      """;

  /** Kept when something fails, with the logs of the programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final DeviceClients clients = new DeviceClients(vertx, vertx.getOrCreateContext());
  private final List<NumberedDevice> devices = new ArrayList<>();
  private final List<Application> listeners = new ArrayList<>();
  private Mosquitto broker;
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private volatile boolean publishing;

  @BeforeEach
  void start() throws Exception {
    broker = Mosquitto.start(folder);
    cloud =
        ProgramProcess.cloudAt(
            broker.port(), folder.resolve("cloud"), CLOUD_YAML.formatted(broker.port()));
    cloud.start();
    edge = ProgramProcess.edge(folder.resolve("edge"), EDGE_YAML.formatted(broker.port()));
    edge.start();
    Path log = folder.resolve("edge/edge.log");
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> Files.readString(log).contains("forward=down event=subscribed"));
    vertx.setPeriodic(TICK_MS, none -> tick());
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    if (edge != null) {
      edge.close();
    }
    if (cloud != null) {
      cloud.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private synchronized void tick() {
    listeners.forEach(Application::tick);
    devices.forEach(NumberedDevice::tick);
    if (publishing) {
      devices.forEach(NumberedDevice::publish);
    }
  }

  private synchronized Application listener(int port, String filter) {
    Application listener = new Application(clients, port, filter, 2);
    listeners.add(listener);
    return listener;
  }

  private synchronized void publisher(int port, String topic, int qos) {
    devices.add(new NumberedDevice(clients, port, topic, qos));
  }

  private void awaitConnections() {
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                listeners.stream().allMatch(Application::isConnected)
                    && devices.stream().allMatch(NumberedDevice::isConnected));
    // What is published before somebody listens is heard by nobody.
    publishing = true;
  }

  /** A moment that nobody can know beforehand. */
  private void runFor(int millisMax) throws InterruptedException {
    int millis = 1 + random.nextInt(millisMax);
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  private void settle() {
    publishing = false;
    await().atMost(SETTLES_WITHIN).until(() -> devices.stream().allMatch(NumberedDevice::isIdle));
  }

  @Test
  void theStoreHasEachMessageOnceWhoeverIsKilled() throws Exception {
    // A device that was not told repeats what is QoS 1: that would be no fault of the link.
    for (String topic : List.of("room/1", "room/2", "alarm/1", "log/1")) {
      publisher(edge.port(), topic, 2);
    }
    Application hears = listener(broker.port(), "gw/#");
    awaitConnections();
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(1_000);
      switch (kill % 3) {
        case 0 -> broker.killAndStart();
        case 1 -> restart(cloud);
        default -> restart(edge);
      }
      awaitConnections();
    }
    runFor(700);
    settle();
    // What Mosquitto had for subscribers died with it: the last of each topic comes, and the store
    // is what counts.
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                devices.stream()
                    .allMatch(d -> hears.arrived("gw/" + d.topic()).contains(d.published())));
    cloud.stop();
    assertThat(stored("urgent")).isEqualTo(published("alarm/1"));
    assertThat(stored("bulk")).isEqualTo(published("log/1"));
    assertThat(stored("normal")).isEqualTo(published("room/1") + published("room/2"));
    report("kills of Mosquitto, bridge and edge in turn");
  }

  private static void restart(ProgramProcess program) throws Exception {
    program.kill();
    program.start();
  }

  @Test
  void commandsComeOnceAndInOrderWhenBridgeAndEdgeAreKilled() throws Exception {
    publisher(broker.port(), PREFIX + "valve/1", 2);
    publisher(broker.port(), PREFIX + "valve/2", 2);
    Application device = listener(edge.port(), "valve/#");
    awaitConnections();
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(1_000);
      restart(kill % 2 == 0 ? cloud : edge);
      awaitConnections();
    }
    settle();
    for (NumberedDevice publisher : devices) {
      String topic = publisher.topic().substring(PREFIX.length());
      List<Long> all = LongStream.rangeClosed(1, publisher.published()).boxed().toList();
      await()
          .atMost(SETTLES_WITHIN)
          .untilAsserted(
              () -> assertThat(device.arrived(topic)).as("seed %d", SEED).isEqualTo(all));
    }
    report("kills of bridge and edge in turn");
  }

  @Test
  void whatCameUpFromOneNodeDoesNotGoDownToAnother() throws Exception {
    try (ProgramProcess other = startOther()) {
      Application device = listener(other.port(), "#");
      Application hears = listener(broker.port(), "commands/other/#");
      publisher(edge.port(), "loop/1", 2);
      awaitConnections();
      await().atMost(SETTLES_WITHIN).until(() -> hears.count() > 20);
      settle();
      await().atMost(SETTLES_WITHIN).until(() -> hears.count() == devices.get(0).published());
      // A command behind all of it shows that none of it is still to come.
      publisher(broker.port(), "commands/other/last", 2);
      publishing = true;
      await().atMost(SETTLES_WITHIN).until(() -> device.arrived("last").contains(1L));
      assertThat(device.arrived("loop/1")).isEmpty();
    }
  }

  private ProgramProcess startOther() throws Exception {
    ProgramProcess other =
        ProgramProcess.edge(
            folder.resolve("other"),
            """
            node: {id: other}
            uplink: {host: 127.0.0.1, port: %d}
            forward:
              down:
                - {name: all, from: "commands/{node}/#", to: "{topic}", strip: "commands/{node}"}
            """
                .formatted(broker.port()));
    other.start();
    Path log = folder.resolve("other/edge.log");
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> Files.readString(log).contains("forward=down event=subscribed"));
    return other;
  }

  private long stored(String lane) throws Exception {
    return StoredLane.numbered(folder.resolve("cloud/store/gw"), lane);
  }

  private long published(String topic) {
    return devices.stream()
        .filter(device -> device.topic().equals(topic))
        .mapToLong(NumberedDevice::published)
        .sum();
  }

  private void report(String what) {
    long all = devices.stream().mapToLong(NumberedDevice::published).sum();
    assertThat(all).as("messages under load").isGreaterThan(100);
    System.out.printf("seed %d, %d %s: published %d%n", SEED, KILLS, what, all);
  }
}
