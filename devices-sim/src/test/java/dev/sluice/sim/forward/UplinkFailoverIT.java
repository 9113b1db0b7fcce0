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
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An edge node with two ways to the cloud, under load of messages and requests: the preferred one
 * is cut, swallowed, silent or killed, the other one is taken, and the preferred one again when it
 * has been well for a while.
 *
 * <p>{@code -Dforward.tears=30} for a long run, {@code -Dforward.seed=N} for other moments.
 */
class UplinkFailoverIT {
  private static final int TEARS = Integer.getInteger("forward.tears", 6);
  private static final long SEED = Long.getLong("forward.seed", 1);
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(90);
  private static final long TICK_MS = 10;
  private static final String FORWARD =
      """
      forward:
        up:
          - {name: urgent, topic: "alarm/#", lane: urgent}
          - {name: ask, topic: "ask/#", action: keep}
          - {name: rest, topic: "#"}
      """;

  /** Kept when something fails, with the logs of all programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final DeviceClients clients = new DeviceClients(vertx, vertx.getOrCreateContext());
  private final List<NumberedDevice> devices = new ArrayList<>();
  private final List<Application> applications = new ArrayList<>();
  private final List<ProgramProcess> clouds = new ArrayList<>();
  private AskingDevice asking;
  private ProgramProcess edge;
  private volatile boolean publishing;

  private ProgramProcess startCloud(String name) throws Exception {
    Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
    String yaml = "inference: {workers: 1, models: [%s/vibration-heavy.model.yaml]}\n";
    ProgramProcess cloud = ProgramProcess.cloud(folder.resolve(name), yaml.formatted(models));
    clouds.add(cloud);
    cloud.start();
    applications.add(new Application(clients, cloud.port(), "gw/#"));
    return cloud;
  }

  private void startEdge(int preferred, int other) throws Exception {
    startEdge(preferred, other, FORWARD);
  }

  private void startEdge(int preferred, int other, String forward) throws Exception {
    Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
    Files.writeString(
        Files.createDirectories(folder.resolve("edge")).resolve("policy.yaml"),
        """
        placement: cloud-only
        routes:
          - {name: ask, topic: ask/+, model: vibration-heavy, fallback: vibration-light, deadline: 20s}
        """);
    edge =
        ProgramProcess.edge(
            folder.resolve("edge"),
            """
            node: {id: gw}
            journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
            uplink:
              name: wire
              host: 127.0.0.1
              port: %d
              connect-timeout: 500ms
              ping-interval: 100ms
              stall-after: 400ms
              resend-after: 300ms
              reconnect-min: 50ms
              reconnect-max: 500ms
              fail-back-after: 500ms
              alternatives: [{name: air, host: 127.0.0.1, port: %d}]
            inference:
              models: [%s/vibration-heavy.model.yaml, %s/vibration-light.model.yaml]
            policy: policy.yaml
            %s
            """
                .formatted(preferred, other, models, models, forward));
    edge.start();
    devices.add(new NumberedDevice(clients, edge.port(), "room/1", 2));
    devices.add(new NumberedDevice(clients, edge.port(), "room/2", 2));
    devices.add(new NumberedDevice(clients, edge.port(), "alarm/1", 2));
    asking = new AskingDevice(edge.port(), "ask/pump");
    vertx.setPeriodic(TICK_MS, none -> tick());
    awaitLog("uplink=up way=wire", 1);
    // What is published before somebody listens is heard by nobody.
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> applications.stream().allMatch(Application::isConnected));
    publishing = true;
  }

  private void tick() {
    applications.forEach(Application::tick);
    devices.forEach(NumberedDevice::tick);
    if (publishing) {
      devices.forEach(NumberedDevice::publish);
    }
  }

  @AfterEach
  void stop() {
    if (asking != null) {
      asking.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
    if (edge != null) {
      edge.close();
    }
    clouds.forEach(ProgramProcess::close);
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private LinkProxy link(int port) {
    return new LinkProxy(
        vertx,
        SocketAddress.inetSocketAddress(port, "127.0.0.1"),
        LinkSettings.of(Duration.ofMillis(2), Duration.ofMillis(2), SEED));
  }

  private void awaitLog(String word, int times) {
    Path log = folder.resolve("edge/edge.log");
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> Files.readString(log).split(word, -1).length - 1 >= times);
  }

  /** A moment that nobody can know beforehand. */
  private void runFor(int millisMax) throws Exception {
    int millis = 1 + random.nextInt(millisMax);
    asking.ask(1 + random.nextInt(20));
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
    asking.ask(1 + random.nextInt(20));
  }

  @Test
  void nothingIsLostOrTwiceBetweenTwoAddressesOfOneBridge() throws Exception {
    ProgramProcess cloud = startCloud("cloud");
    LinkProxy wire = link(cloud.port());
    LinkProxy air = link(cloud.port());
    startEdge(join(wire.listen(0)), join(air.listen(0)));
    Outage.Kind[] kinds = Outage.Kind.values();
    for (int tear = 1; tear <= TEARS; tear++) {
      runFor(400);
      join(wire.cut(kinds[tear % kinds.length]));
      awaitLog("uplink=up way=air", tear);
      runFor(400);
      join(wire.restore());
      awaitLog("uplink=up way=wire", tear + 1);
    }
    settle();
    assertThatEachCameOnceAndInOrder();
    assertThatEachRequestHasOneAnswer();
    report("cuts of the preferred of two addresses", 0);
  }

  @Test
  void nothingIsLostBetweenTwoBridgesThatAreKilledAndFewAreTwice() throws Exception {
    ProgramProcess first = startCloud("first");
    ProgramProcess second = startCloud("second");
    startEdge(first.port(), second.port());
    for (int kill = 1; kill <= TEARS / 2; kill++) {
      runFor(400);
      first.kill();
      awaitLog("uplink=up way=air", kill);
      runFor(400);
      first.start();
      awaitLog("uplink=up way=wire", kill + 1);
    }
    settle();
    first.stop();
    second.stop();
    long stored = stored("urgent") + stored("normal");
    // The edge node posts its figures four times a second.
    await()
        .atMost(SETTLES_WITHIN)
        .untilAsserted(
            () ->
                assertThat(stored)
                    .as("kept by both stores, seed %d", SEED)
                    .isBetween(
                        published(), published() + sum("sluice_forward_perhaps_twice_total")));
    assertThatEachRequestHasOneAnswer();
    report("kills of the preferred of two bridges", stored - published());
  }

  /** Without rules: a lane would notice the silence by itself. */
  @Test
  void aBrokerWithoutABridgeBehindItIsNoWay() throws Exception {
    ProgramProcess cloud = startCloud("cloud");
    try (Mosquitto nobody = Mosquitto.start(folder)) {
      startEdge(nobody.port(), cloud.port(), "");
      // A probe cannot know it: the preferred one is taken again, in vain, and given up again.
      for (int times = 1; times <= 3; times++) {
        awaitLog("uplink=up way=air", times);
        runFor(300);
      }
      assertThatEachRequestHasOneAnswer();
    }
    assertThat(asking.byTheCloud()).as("of %d requests", asking.asked()).isPositive();
  }

  private void assertThatEachCameOnceAndInOrder() {
    await().atMost(SETTLES_WITHIN).until(() -> applications.get(0).count() >= published());
    for (NumberedDevice device : devices) {
      assertThat(applications.get(0).arrived("gw/" + device.topic()))
          .as("%s, seed %d", device.topic(), SEED)
          .isEqualTo(LongStream.rangeClosed(1, device.published()).boxed().toList());
    }
  }

  private long stored(String lane) throws Exception {
    return StoredLane.numbered(folder.resolve("first/store/gw"), lane)
        + StoredLane.numbered(folder.resolve("second/store/gw"), lane);
  }

  /** Of all lanes, as the edge node says. */
  private long sum(String metric) throws Exception {
    return EdgePages.metrics(edge)
        .lines()
        .filter(line -> line.startsWith(metric))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private void settle() {
    publishing = false;
    await().atMost(SETTLES_WITHIN).until(() -> devices.stream().allMatch(NumberedDevice::isIdle));
    await().atMost(SETTLES_WITHIN).until(() -> sum("sluice_lane_committed_total") == published());
  }

  private long published() {
    return devices.stream().mapToLong(NumberedDevice::published).sum();
  }

  private void assertThatEachRequestHasOneAnswer() {
    await().atMost(SETTLES_WITHIN).until(() -> asking.answered() == asking.asked());
    assertThat(asking.answersOfEach()).containsOnly(1);
  }

  private void report(String what, long twice) {
    assertThat(published()).as("messages under load").isGreaterThan(100);
    System.out.printf(
        "seed %d, %s: published %d, kept twice %d; requests %d, by the cloud %d%n",
        SEED, what, published(), twice, asking.asked(), asking.byTheCloud());
  }
}
