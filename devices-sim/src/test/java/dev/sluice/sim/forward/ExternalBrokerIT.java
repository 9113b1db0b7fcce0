package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.sim.device.BrokerKind;
import dev.sluice.sim.device.ExternalBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Edge node and cloud bridge as processes that meet at a broker that is no part of either; any of
 * the three is killed at random moments under load.
 *
 * <p>{@code -Dforward.kills=50} for a long run, {@code -Dforward.seed=N} for other moments.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(BrokerKind.class)
class ExternalBrokerIT {
  private static final int KILLS = Integer.getInteger("forward.kills", 6);
  private static final long SEED = Long.getLong("forward.seed", 1);
  private static final Duration SETTLES_WITHIN = Traffic.SETTLES_WITHIN;
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
  private final Traffic traffic = new Traffic();
  private final BrokerKind kind;
  private ExternalBroker broker;
  private ProgramProcess cloud;
  private ProgramProcess edge;

  ExternalBrokerIT(BrokerKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    broker = kind.start(folder);
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
  }

  @AfterEach
  void stop() {
    traffic.close();
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

  /** A moment that nobody can know beforehand. */
  private void runFor(int millisMax) throws InterruptedException {
    int millis = 1 + random.nextInt(millisMax);
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void theStoreHasEachMessageOnceWhoeverIsKilled() throws Exception {
    for (String topic : List.of("room/1", "room/2", "alarm/1", "log/1")) {
      traffic.publisher(edge.port(), topic);
    }
    Application hears = traffic.listener(broker.port(), "gw/#");
    traffic.begin();
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(1_000);
      switch (kill % 3) {
        case 0 -> broker.killAndStart();
        case 1 -> restart(cloud);
        default -> restart(edge);
      }
      traffic.begin();
    }
    runFor(700);
    traffic.settle();
    // What the broker had for subscribers may have died with it: the last of each topic comes, and
    // the store is what counts.
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                traffic.publishers().stream()
                    .allMatch(d -> hears.arrived("gw/" + d.topic()).contains(d.published())));
    cloud.stop();
    assertThat(stored("urgent")).isEqualTo(published("alarm/1"));
    assertThat(stored("bulk")).isEqualTo(published("log/1"));
    assertThat(stored("normal")).isEqualTo(published("room/1") + published("room/2"));
    report("kills of broker, bridge and edge in turn");
  }

  private static void restart(ProgramProcess program) throws Exception {
    program.kill();
    program.start();
  }

  @Test
  void commandsComeOnceAndInOrderWhenBridgeAndEdgeAreKilled() throws Exception {
    traffic.publisher(broker.port(), PREFIX + "valve/1");
    traffic.publisher(broker.port(), PREFIX + "valve/2");
    Application device = traffic.listener(edge.port(), "valve/#");
    traffic.begin();
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(1_000);
      restart(kill % 2 == 0 ? cloud : edge);
      traffic.begin();
    }
    traffic.settle();
    for (NumberedDevice publisher : traffic.publishers()) {
      Traffic.awaitAll(publisher, device, publisher.topic().substring(PREFIX.length()));
    }
    report("kills of bridge and edge in turn");
  }

  @Test
  void commandsThatABrokerHasOnDiskComeOnceThoughItIsKilledWhileTheBridgeIsAway() throws Exception {
    assumeTrue(kind == BrokerKind.HIVEMQ, "skipped: this broker has nothing on disk here");
    NumberedDevice publisher = traffic.publisher(broker.port(), PREFIX + "valve/1");
    Application device = traffic.listener(edge.port(), "valve/#");
    traffic.begin();
    await().atMost(SETTLES_WITHIN).until(() -> device.count() > 0);
    cloud.kill();
    traffic.goOnFor(100);
    traffic.settle();
    broker.killAndStart();
    cloud.start();
    Traffic.awaitAll(publisher, device, "valve/1");
  }

  @Test
  void whatCameUpFromOneNodeDoesNotGoDownToAnother() throws Exception {
    try (ProgramProcess other = startOther()) {
      Application device = traffic.listener(other.port(), "#");
      Application hears = traffic.listener(broker.port(), "commands/other/#");
      NumberedDevice publisher = traffic.publisher(edge.port(), "loop/1");
      traffic.begin();
      await().atMost(SETTLES_WITHIN).until(() -> hears.count() > 20);
      traffic.settle();
      await().atMost(SETTLES_WITHIN).until(() -> hears.count() == publisher.published());
      // A command behind all of it shows that none of it is still to come.
      traffic.publisher(broker.port(), "commands/other/last");
      traffic.begin();
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
    return traffic.publishers().stream()
        .filter(device -> device.topic().equals(topic))
        .mapToLong(NumberedDevice::published)
        .sum();
  }

  private void report(String what) {
    long all = traffic.published();
    assertThat(all).as("messages under load").isGreaterThan(100);
    System.out.printf("%s, seed %d, %d %s: published %d%n", kind, SEED, KILLS, what, all);
  }
}
