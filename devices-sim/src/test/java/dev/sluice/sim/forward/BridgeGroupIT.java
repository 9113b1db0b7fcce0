package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.device.BrokerKind;
import dev.sluice.sim.device.ExternalBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
 * Two bridges that share two edge nodes at one broker, under load of messages and requests; one of
 * the bridges is killed, then the other, then the broker.
 *
 * <p>{@code -Dforward.kills=20} for a long run, {@code -Dforward.seed=N} for other moments.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(BrokerKind.class)
class BridgeGroupIT {
  private static final int KILLS = Integer.getInteger("forward.kills", 6);
  private static final long SEED = Long.getLong("forward.seed", 1);
  private static final Duration SETTLES_WITHIN = Traffic.SETTLES_WITHIN;

  /** One is owned by the first bridge, the other by the second. */
  private static final List<String> NODES = List.of("gw-1", "gw-2");

  private static final List<String> BRIDGES = List.of("bridge-1", "bridge-2");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Traffic traffic = new Traffic();
  private final Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
  private final List<ProgramProcess> bridges = new ArrayList<>();
  private final List<ProgramProcess> edges = new ArrayList<>();
  private final List<AskingDevice> asking = new ArrayList<>();
  private final BrokerKind kind;
  private ExternalBroker broker;

  BridgeGroupIT(BrokerKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    broker = kind.start(folder);
    for (String name : BRIDGES) {
      bridges.add(bridge(name, "bridge-1, bridge-2"));
    }
    for (ProgramProcess bridge : bridges) {
      bridge.start();
    }
    for (String name : NODES) {
      startEdge(name);
    }
    for (String name : NODES) {
      Path log = folder.resolve(name + "/edge.log");
      await()
          .atMost(SETTLES_WITHIN)
          .until(
              () -> {
                String said = Files.readString(log);
                return said.contains("uplink=up") && said.contains("down event=subscribed");
              });
    }
  }

  private ProgramProcess bridge(String name, String members) throws Exception {
    return ProgramProcess.cloudAt(
        broker.port(),
        folder.resolve(name),
        """
        broker:
          external:
            host: 127.0.0.1
            port: %d
            client-id: %s
            reconnect-min: 50ms
            reconnect-max: 500ms
            group: {members: [%s]}
        readiness: {interval: 200ms, within: 1s}
        inference: {workers: 1, models: [%s/vibration-heavy.model.yaml]}
        """
            .formatted(broker.port(), name, members, models));
  }

  private void startEdge(String name) throws Exception {
    Files.writeString(
        Files.createDirectories(folder.resolve(name)).resolve("policy.yaml"),
        """
        placement: cloud-only
        routes:
          - {name: ask, topic: ask/+, model: vibration-heavy, fallback: vibration-light, deadline: 20s}
        """);
    ProgramProcess edge =
        ProgramProcess.edge(
            folder.resolve(name),
            """
            node: {id: %s}
            journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
            uplink:
              host: 127.0.0.1
              port: %d
              resend-after: 300ms
              report-every: 500ms
              reconnect-min: 50ms
              reconnect-max: 500ms
            inference:
              models: [%s/vibration-heavy.model.yaml, %s/vibration-light.model.yaml]
            policy: policy.yaml
            forward:
              up: [{name: rooms, topic: "room/#"}]
              down: [{name: all, from: "commands/{node}/#", to: "{topic}", strip: "commands/{node}"}]
            """
                .formatted(name, broker.port(), models, models));
    edges.add(edge);
    edge.start();
    asking.add(new AskingDevice(edge.port(), "ask/" + name));
  }

  @AfterEach
  void stop() {
    asking.forEach(AskingDevice::close);
    traffic.close();
    edges.forEach(ProgramProcess::close);
    bridges.forEach(ProgramProcess::close);
    if (broker != null) {
      broker.close();
    }
  }

  /** A moment that nobody can know beforehand. */
  private void runFor(int millisMax) throws Exception {
    int millis = 1 + random.nextInt(millisMax);
    for (AskingDevice each : asking) {
      each.ask(1 + random.nextInt(20));
    }
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void eachRequestHasOneAnswerAndEachMessageIsStoredOnceWhoeverIsKilled() throws Exception {
    List<NumberedDevice> devices = startRooms();
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(700);
      killAndStart(kill % (bridges.size() + 1));
      runFor(700);
    }
    traffic.settle();
    for (int node = 0; node < NODES.size(); node++) {
      ProgramProcess edge = edges.get(node);
      String all = "lane=\"normal\"} %.1f".formatted((double) devices.get(node).published());
      await()
          .atMost(SETTLES_WITHIN)
          .until(() -> EdgePages.metrics(edge).contains("sluice_lane_committed_total{" + all));
    }
    for (AskingDevice each : asking) {
      await().atMost(SETTLES_WITHIN).until(() -> each.answered() == each.asked());
      assertThat(each.answersOfEach()).containsOnly(1);
    }
    for (ProgramProcess bridge : bridges) {
      await().atMost(SETTLES_WITHIN).until(() -> knowsAllNodes(bridge));
      bridge.stop();
    }
    assertThatEachIsStoredOnceByItsOwner();
    report();
  }

  private List<NumberedDevice> startRooms() {
    for (int node = 0; node < NODES.size(); node++) {
      traffic.publisher(edges.get(node).port(), "room/" + NODES.get(node));
    }
    traffic.begin();
    return traffic.publishers();
  }

  private void killAndStart(int which) throws Exception {
    if (which == bridges.size()) {
      broker.killAndStart();
      return;
    }
    bridges.get(which).kill();
    runFor(700);
    bridges.get(which).start();
  }

  private static boolean knowsAllNodes(ProgramProcess bridge) throws Exception {
    String fleet = EdgePages.get(bridge, "/api/fleet");
    return NODES.stream().allMatch(node -> fleet.contains("\"" + node + "\""));
  }

  private void assertThatEachIsStoredOnceByItsOwner() throws Exception {
    for (int node = 0; node < NODES.size(); node++) {
      String name = NODES.get(node);
      Path owner = folder.resolve(BRIDGES.get(node)).resolve("store").resolve(name);
      assertThat(StoredLane.numbered(owner, "normal"))
          .as("%s, seed %d", name, SEED)
          .isEqualTo(traffic.publishers().get(node).published());
      Path other = folder.resolve(BRIDGES.get(1 - node)).resolve("store").resolve(name);
      assertThat(other).doesNotExist();
    }
  }

  @Test
  void commandsComeOnceAndInOrderWhenBridgesAreKilled() throws Exception {
    List<Application> listeners = new ArrayList<>();
    for (int node = 0; node < NODES.size(); node++) {
      traffic.publisher(broker.port(), "commands/" + NODES.get(node) + "/valve");
      listeners.add(traffic.listener(edges.get(node).port(), "valve"));
    }
    traffic.begin();
    for (int kill = 0; kill < KILLS; kill++) {
      runFor(700);
      killAndStart(kill % bridges.size());
    }
    runFor(700);
    traffic.settle();
    for (int node = 0; node < NODES.size(); node++) {
      Traffic.awaitAll(traffic.publishers().get(node), listeners.get(node), "valve");
    }
    System.out.printf(
        "%s, seed %d, %d kills of two bridges: %d commands, each once and in order%n",
        kind, SEED, KILLS, traffic.published());
  }

  @Test
  void nobodyTakesLanesWhileTwoBridgesSayDifferentMembers() throws Exception {
    bridges.get(1).stop();
    ProgramProcess other = bridge("bridge-2", "bridge-2");
    bridges.set(1, other);
    other.start();
    for (String name : BRIDGES) {
      Path log = folder.resolve(name + "/cloud.log");
      await().atMost(SETTLES_WITHIN).until(() -> Files.readString(log).contains("group-quarrel"));
    }
    startRooms();
    traffic.goOnFor(20);
    for (AskingDevice each : asking) {
      each.ask(20);
      await().atMost(SETTLES_WITHIN).until(() -> each.answered() == 20);
    }
    for (String node : NODES) {
      for (String bridge : BRIDGES) {
        assertThat(folder.resolve(bridge).resolve("store").resolve(node)).doesNotExist();
      }
    }
    other.stop();
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> Files.exists(folder.resolve("bridge-1/store").resolve(NODES.get(0))));
  }

  private void report() {
    long published = traffic.published();
    int asked = asking.stream().mapToInt(AskingDevice::asked).sum();
    int cloud = asking.stream().mapToInt(AskingDevice::byTheCloud).sum();
    assertThat(published).as("messages under load").isGreaterThan(100);
    System.out.printf(
        "%s, seed %d, %d kills of two bridges and broker: %d messages, %d requests, %d by the cloud%n",
        kind, SEED, KILLS, published, asked, cloud);
  }
}
