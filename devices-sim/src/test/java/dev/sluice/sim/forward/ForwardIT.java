package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.device.DeviceClients;
import dev.sluice.sim.device.Mosquitto;
import dev.sluice.sim.link.LinkProxy;
import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Edge node and cloud bridge as processes, with real clients on both, between them a network that
 * is torn; either process is killed at random moments under load. What a device was told is kept
 * arrives in the cloud, once and in order.
 *
 * <p>{@code -Dforward.tears=100 -Dforward.kills=50} for a long run, {@code -Dforward.seed=N} for
 * other moments.
 */
class ForwardIT {
  private static final int TEARS = Integer.getInteger("forward.tears", 20);
  private static final int KILLS = Integer.getInteger("forward.kills", 5);
  private static final long SEED = Long.getLong("forward.seed", 1);
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(90);
  private static final long TICK_MS = 10;

  private static final String CLOUD_YAML = "inference: {workers: 1}\n";
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      forward:
        up:
          - {name: urgent, topic: "alarm/#", lane: urgent}
          - {name: bulk, topic: "log/#", lane: bulk}
          - {name: rest, topic: "#"}
      """;

  /** Mosquitto carries the link's topics of one gateway to the cloud's broker, as its client. */
  private static final String BRIDGE =
      """
      connection cloud
      address 127.0.0.1:%d
      remote_clientid edge-gw
      cleansession false
      notifications false
      try_private false
      bridge_protocol_version mqttv311
      restart_timeout 1
      topic sluice/v1/up/gw out 1
      topic sluice/v1/down/gw in 1
      topic sluice/v1/forward/up/gw out 1
      topic sluice/v1/forward/down/gw in 1
      """;

  /** Kept when something fails, with the logs of both programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<NumberedDevice> devices = new ArrayList<>();
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private LinkProxy link;
  private Application application;
  private volatile boolean publishing = true;

  @BeforeEach
  void startCloud() throws Exception {
    cloud = ProgramProcess.cloud(folder.resolve("cloud"), CLOUD_YAML);
    cloud.start();
  }

  /**
   * @param uplinkPort of the broker that the edge node finds behind the network
   */
  private void startEdge(int uplinkPort) throws Exception {
    link =
        new LinkProxy(
            vertx,
            SocketAddress.inetSocketAddress(uplinkPort, "127.0.0.1"),
            LinkSettings.of(Duration.ofMillis(2), Duration.ofMillis(2), SEED));
    edge = ProgramProcess.edge(folder.resolve("edge"), EDGE_YAML.formatted(join(link.listen(0))));
    edge.start();
    DeviceClients clients = new DeviceClients(vertx, vertx.getOrCreateContext());
    application = new Application(clients, cloud.port(), "gw/#");
    devices.add(new NumberedDevice(clients, edge.port(), "room/1", 1));
    devices.add(new NumberedDevice(clients, edge.port(), "room/2", 2));
    devices.add(new NumberedDevice(clients, edge.port(), "alarm/1", 2));
    devices.add(new NumberedDevice(clients, edge.port(), "log/1", 1));
    vertx.runOnContext(none -> application.tick());
    await().atMost(SETTLES_WITHIN).until(application::isConnected);
    vertx.setPeriodic(TICK_MS, none -> tick());
    awaitConnections();
  }

  private void awaitConnections() {
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                application.isConnected()
                    && devices.stream().allMatch(NumberedDevice::isConnected));
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
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private void tick() {
    application.tick();
    devices.forEach(NumberedDevice::tick);
    if (publishing) {
      devices.forEach(NumberedDevice::publish);
    }
  }

  /** A moment that nobody can know beforehand. */
  private void runFor(int millisMax) throws InterruptedException {
    int millis = 1 + random.nextInt(millisMax);
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void nothingIsLostTwiceOrOutOfOrderWhenTheUplinkIsTorn() throws Exception {
    startEdge(cloud.port());
    for (int tear = 0; tear < TEARS; tear++) {
      tear();
    }
    assertThatAllArrivedOnceInOrder(run("tears", TEARS));
    report("tears", TEARS);
  }

  private void tear() throws InterruptedException {
    Outage.Kind[] kinds = Outage.Kind.values();
    runFor(300);
    join(link.cut(kinds[random.nextInt(kinds.length)]));
    runFor(200);
    join(link.restore());
  }

  @Test
  void norWithMosquittoInBetweenThatIsKilledToo() throws Exception {
    try (Mosquitto middle = Mosquitto.start(folder, BRIDGE.formatted(cloud.port()))) {
      startEdge(middle.port());
      for (int tear = 0; tear < TEARS; tear++) {
        tear();
        if (tear % 4 == 3) {
          middle.killAndStart();
        }
      }
      assertThatAllArrivedOnceInOrder(run("tears, Mosquitto killed at each fourth", TEARS));
    }
    report("tears, Mosquitto killed at each fourth", TEARS);
  }

  private void assertThatAllArrivedOnceInOrder(String run) {
    awaitAllArrived();
    for (NumberedDevice device : devices) {
      assertThat(arrived(device)).as("%s, %s", device.topic(), run).isEqualTo(numbersOf(device));
    }
  }

  @Test
  void nothingIsLostAndQos2NeverTwiceWhenTheEdgeIsKilled() throws Exception {
    startEdge(cloud.port());
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(700);
      edge.kill();
      edge.start();
      awaitConnections();
    }
    awaitAllArrived();
    for (NumberedDevice device : devices) {
      String what = device.topic() + ", " + run("kills of the edge", KILLS);
      List<Long> numbers = arrived(device);
      // A device that was not told repeats; at QoS 1 the first of each number comes in order.
      assertThat(device.isOnceOnly() ? numbers : firsts(numbers))
          .as(what)
          .isEqualTo(numbersOf(device));
    }
    assertThat(edge.starts()).isEqualTo(KILLS + 1);
    report("kills of the edge", KILLS);
  }

  @Test
  void theStoreHasEachMessageOnceWhenTheCloudIsKilled() throws Exception {
    startEdge(cloud.port());
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(700);
      cloud.kill();
      cloud.start();
      awaitConnections();
    }
    runFor(700);
    awaitNewOnesArrived();
    publishing = false;
    await().atMost(SETTLES_WITHIN).until(() -> devices.stream().allMatch(NumberedDevice::isIdle));
    await().atMost(SETTLES_WITHIN).until(this::lastOnesArrived);
    cloud.stop();
    assertThat(cloud.starts()).isEqualTo(KILLS + 1);
    assertThat(stored("urgent")).isEqualTo(publishedOn("alarm/1"));
    assertThat(stored("bulk")).isEqualTo(publishedOn("log/1"));
    assertThat(stored("normal")).isEqualTo(publishedOn("room/1") + publishedOn("room/2"));
    report("kills of the cloud", KILLS);
  }

  /** An application that is connected may not be subscribed yet. */
  private void awaitNewOnesArrived() {
    for (NumberedDevice device : devices) {
      long before = device.published();
      await()
          .atMost(SETTLES_WITHIN)
          .until(() -> arrived(device).stream().anyMatch(number -> number > before));
    }
  }

  /** What was published last comes last, and the application hears it. */
  private boolean lastOnesArrived() {
    return devices.stream().allMatch(d -> arrived(d).contains(d.published()));
  }

  private long stored(String lane) throws Exception {
    return StoredLane.numbered(folder.resolve("cloud/store/gw"), lane);
  }

  private long publishedOn(String topic) {
    return devices.stream()
        .filter(device -> device.topic().equals(topic))
        .mapToLong(NumberedDevice::published)
        .sum();
  }

  private void awaitAllArrived() {
    publishing = false;
    await().atMost(SETTLES_WITHIN).until(() -> devices.stream().allMatch(NumberedDevice::isIdle));
    await()
        .atMost(SETTLES_WITHIN)
        .untilAsserted(
            () ->
                assertThat(missing())
                    .as("messages missing by topic, seed %d, logs in %s", SEED, folder)
                    .isEmpty());
  }

  private Map<String, Long> missing() {
    Map<String, Long> missing = new TreeMap<>();
    for (NumberedDevice device : devices) {
      long distinct = new HashSet<>(arrived(device)).size();
      if (distinct < device.published()) {
        missing.put(device.topic(), device.published() - distinct);
      }
    }
    return missing;
  }

  private List<Long> arrived(NumberedDevice device) {
    return application.arrived("gw/" + device.topic());
  }

  private static List<Long> numbersOf(NumberedDevice device) {
    return LongStream.rangeClosed(1, device.published()).boxed().toList();
  }

  private static List<Long> firsts(List<Long> numbers) {
    Set<Long> seen = new HashSet<>();
    return numbers.stream().filter(seen::add).toList();
  }

  private static String run(String what, int times) {
    return "seed %d, %d %s".formatted(SEED, times, what);
  }

  private void report(String what, int times) {
    long published = devices.stream().mapToLong(NumberedDevice::published).sum();
    long distinct = devices.stream().mapToLong(d -> new HashSet<>(arrived(d)).size()).sum();
    assertThat(published).as("messages under load").isGreaterThan(100);
    System.out.printf(
        "%s: published %d, arrived %d, of these twice %d, never %d%n",
        run(what, times),
        published,
        application.count(),
        application.count() - distinct,
        published - distinct);
  }
}
