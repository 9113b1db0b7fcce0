package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.sim.device.DeviceClients;
import dev.sluice.target.TargetEngine.Held;
import dev.sluice.target.redis.RedisEngine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way: devices, an edge node and a cloud bridge as processes, and a real Redis. The
 * engine is killed and returns, then the bridge; what a device was told is kept is in the engine,
 * in the order of its topic.
 *
 * <p>{@code -Dforward.phase=5000} for more messages between two kills.
 */
class TargetTripIT {
  private static final int PHASE = Integer.getInteger("forward.phase", 1_000);
  private static final Duration SETTLES_WITHIN = Duration.ofMinutes(2);
  private static final String STREAM = "plant";
  private static final String CLOUD_YAML =
      """
      inference: {workers: 1}
      targets:
        shelf: {kind: redis, stream: plant, settings: {port: %d}}
      """;
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      forward:
        up:
          - {name: urgent, topic: "alarm/#", lane: urgent}
          - {name: rest, topic: "#"}
      """;

  /** Kept when something fails, with the logs of both programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<NumberedDevice> devices = new ArrayList<>();
  private final List<ProgramProcess> programs = new ArrayList<>();
  private RedisEngine redis;
  private ProgramProcess cloud;
  private volatile boolean publishing = true;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.isExecutable(RedisEngine.BINARY),
        "there is no " + RedisEngine.BINARY + ": install the package redis-server");
    redis = new RedisEngine(Files.createDirectories(folder.resolve("redis")));
    redis.start();
    cloud =
        ProgramProcess.cloud(
            folder.resolve("cloud"), CLOUD_YAML.formatted(redis.port()), List.of("target-redis"));
    programs.add(cloud);
    cloud.start();
    var edge = ProgramProcess.edge(folder.resolve("edge"), EDGE_YAML.formatted(cloud.port()));
    programs.add(edge);
    edge.start();
    DeviceClients clients = new DeviceClients(vertx, vertx.getOrCreateContext());
    for (String topic : List.of("room/1", "room/2", "alarm/1")) {
      devices.add(new NumberedDevice(clients, edge.port(), topic, 1));
    }
    vertx.setPeriodic(10, none -> tick());
  }

  private void tick() {
    devices.forEach(NumberedDevice::tick);
    if (publishing) {
      devices.forEach(NumberedDevice::publish);
    }
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    programs.forEach(ProgramProcess::close);
    if (redis != null) {
      redis.close();
    }
  }

  private long published() {
    return devices.stream().mapToLong(NumberedDevice::published).sum();
  }

  private void awaitPublished(long more) {
    long goal = published() + more;
    await().atMost(SETTLES_WITHIN).until(() -> published() >= goal);
  }

  private void awaitSomeInTheEngine() {
    await().atMost(SETTLES_WITHIN).until(() -> redis.held(STREAM).size() >= PHASE / 2);
  }

  @Test
  void nothingIsLostAndTopicsKeepTheirOrderWhenEngineAndBridgeAreKilled() throws Exception {
    awaitPublished(PHASE);
    awaitSomeInTheEngine();
    redis.kill();
    awaitPublished(PHASE);
    redis.start();
    awaitPublished(PHASE);
    awaitAll();
    int repeatedByEngine = repetitions();

    publishing = true;
    awaitPublished(PHASE);
    cloud.kill();
    awaitPublished(PHASE);
    cloud.start();
    awaitPublished(PHASE);
    awaitAll();
    int repeatedByBridge = repetitions() - repeatedByEngine;

    assertThatAllAreThereInOrder();
    assertThat(repeatedByEngine).as("twice what two lanes may have under way").isLessThan(4 * 64);
    assertThat(repeatedByBridge).as("some moments, not all that was there").isLessThan(PHASE);
    assertThat(folder.resolve("cloud/store/~dead-letters")).doesNotExist();
    System.out.printf(
        "forwarded to Redis %d messages, lost 0, twice %d after its kill, %d after the bridge's%n",
        published(), repeatedByEngine, repeatedByBridge);
  }

  private int repetitions() {
    List<Held> held = redis.held(STREAM);
    return held.size() - new HashSet<>(held.stream().map(Held::id).toList()).size();
  }

  private void awaitAll() {
    publishing = false;
    await().atMost(SETTLES_WITHIN).until(() -> devices.stream().allMatch(NumberedDevice::isIdle));
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> redis.held(STREAM).stream().map(Held::id).distinct().count() >= published());
  }

  private void assertThatAllAreThereInOrder() {
    for (NumberedDevice device : devices) {
      Set<Long> first = new LinkedHashSet<>();
      redis.held(STREAM).stream()
          .filter(held -> held.key().endsWith("/" + device.topic()))
          .forEach(held -> first.add(Long.parseLong(new String(held.payload(), UTF_8))));
      assertThat(List.copyOf(first))
          .as(device.topic())
          .isEqualTo(LongStream.rangeClosed(1, device.published()).boxed().toList());
    }
  }
}
