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
import java.nio.file.Files;
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
 * Commands from clients of the cloud's broker to a device at the edge, both programs as processes,
 * between them a network that is torn; either, and the broker in between, is killed at random
 * moments while commands flow. What a publisher was told is kept arrives at the device, in order,
 * and of QoS 2 once.
 *
 * <p>{@code -Dforward.tears=100 -Dforward.kills=50} for a long run, {@code -Dforward.seed=N} for
 * other moments.
 */
class DownIT {
  private static final int TEARS = Integer.getInteger("forward.tears", 20);
  private static final int KILLS = Integer.getInteger("forward.kills", 5);
  private static final long SEED = Long.getLong("forward.seed", 1);
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(90);
  private static final long TICK_MS = 20;
  private static final String PREFIX = "commands/gw/";

  private static final String CLOUD_YAML = "inference: {workers: 1}\n";
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      forward:
        up:
          - {name: all, topic: "#"}
        down:
          - {name: stop, from: "commands/{node}/stop/#", to: "{topic}", strip: "commands/{node}", lane: urgent}
          - {name: rest, from: "commands/{node}/#", to: "{topic}", strip: "commands/{node}"}
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
  private final List<NumberedDevice> publishers = new ArrayList<>();
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private LinkProxy link;
  private Application device;
  private Application watcher;
  private volatile boolean publishing;

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
    awaitSubscription();
    DeviceClients clients = new DeviceClients(vertx, vertx.getOrCreateContext());
    device = new Application(clients, edge.port(), "#", 2);
    watcher = new Application(clients, cloud.port(), "gw/#");
    publishers.add(new NumberedDevice(clients, cloud.port(), PREFIX + "valve/1", 2));
    publishers.add(new NumberedDevice(clients, cloud.port(), PREFIX + "valve/2", 1));
    publishers.add(new NumberedDevice(clients, cloud.port(), PREFIX + "stop/1", 2));
    vertx.setPeriodic(TICK_MS, none -> tick());
    // What came down while nobody was subscribed is nobody's.
    awaitConnections();
    publishing = true;
  }

  /** Before the node has said what it wants, nobody keeps it. */
  private void awaitSubscription() {
    Path log = folder.resolve("edge/edge.log");
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> Files.readString(log).contains("forward=down event=subscribed"));
  }

  private void awaitConnections() {
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                device.isConnected()
                    && watcher.isConnected()
                    && publishers.stream().allMatch(NumberedDevice::isConnected));
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
    device.tick();
    watcher.tick();
    publishers.forEach(NumberedDevice::tick);
    if (publishing) {
      publishers.forEach(NumberedDevice::publish);
    }
  }

  /** A moment that nobody can know beforehand. */
  private void runFor(int millisMax) throws InterruptedException {
    int millis = 1 + random.nextInt(millisMax);
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void commandsComeOnceAndInOrderWhenTheLinkIsTorn() throws Exception {
    startEdge(cloud.port());
    for (int tear = 0; tear < TEARS; tear++) {
      tear();
    }
    assertThatAllArrived(true);
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
  void alsoWithMosquittoInBetweenThatIsKilledToo() throws Exception {
    try (Mosquitto middle = Mosquitto.start(folder, BRIDGE.formatted(cloud.port()))) {
      startEdge(middle.port());
      for (int tear = 0; tear < TEARS; tear++) {
        tear();
        if (tear % 4 == 3) {
          middle.killAndStart();
        }
      }
      assertThatAllArrived(true);
    }
    report("tears, Mosquitto killed at each fourth", TEARS);
  }

  @Test
  void alsoWhenTheEdgeIsKilled() throws Exception {
    startEdge(cloud.port());
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(700);
      edge.kill();
      edge.start();
      awaitConnections();
    }
    assertThatAllArrived(false);
    assertThat(edge.starts()).isEqualTo(KILLS + 1);
    report("kills of the edge", KILLS);
  }

  @Test
  void alsoWhenTheCloudIsKilled() throws Exception {
    startEdge(cloud.port());
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(700);
      cloud.kill();
      cloud.start();
      awaitConnections();
    }
    assertThatAllArrived(false);
    assertThat(cloud.starts()).isEqualTo(KILLS + 1);
    report("kills of the cloud", KILLS);
  }

  /**
   * @param onceAtAnyQos whether no process was killed that could repeat what is QoS 1
   */
  private void assertThatAllArrived(boolean onceAtAnyQos) {
    publishing = false;
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> publishers.stream().allMatch(NumberedDevice::isIdle));
    await()
        .atMost(SETTLES_WITHIN)
        .untilAsserted(
            () ->
                assertThat(missing())
                    .as("commands missing by topic, seed %d, logs in %s", SEED, folder)
                    .isEmpty());
    for (NumberedDevice publisher : publishers) {
      List<Long> numbers = arrived(publisher);
      boolean once = onceAtAnyQos || publisher.isOnceOnly();
      assertThat(once ? numbers : firsts(numbers))
          .as("%s, seed %d, logs in %s", publisher.topic(), SEED, folder)
          .isEqualTo(LongStream.rangeClosed(1, publisher.published()).boxed().toList());
    }
    assertThat(watcher.count()).as("commands that went up again").isZero();
  }

  private Map<String, Long> missing() {
    Map<String, Long> missing = new TreeMap<>();
    for (NumberedDevice publisher : publishers) {
      long distinct = new HashSet<>(arrived(publisher)).size();
      if (distinct < publisher.published()) {
        missing.put(publisher.topic(), publisher.published() - distinct);
      }
    }
    return missing;
  }

  /** Below the rule's topic, without what it strips. */
  private List<Long> arrived(NumberedDevice publisher) {
    return device.arrived(publisher.topic().substring(PREFIX.length()));
  }

  private static List<Long> firsts(List<Long> numbers) {
    Set<Long> seen = new HashSet<>();
    return numbers.stream().filter(seen::add).toList();
  }

  private void report(String what, int times) {
    long published = publishers.stream().mapToLong(NumberedDevice::published).sum();
    long distinct = publishers.stream().mapToLong(p -> new HashSet<>(arrived(p)).size()).sum();
    assertThat(published).as("commands under load").isGreaterThan(100);
    System.out.printf(
        "seed %d, %d %s: published %d, arrived %d, of these twice %d, never %d%n",
        SEED,
        times,
        what,
        published,
        device.count(),
        device.count() - distinct,
        published - distinct);
  }
}
