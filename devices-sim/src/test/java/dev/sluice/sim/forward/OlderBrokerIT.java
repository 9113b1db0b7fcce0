package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.sim.device.ExternalBroker;
import dev.sluice.sim.device.RabbitMq;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Edge node and cloud bridge as processes that meet at a RabbitMQ, which speaks MQTT 3.1.1. */
class OlderBrokerIT {
  private static final Duration SETTLES_WITHIN = Traffic.SETTLES_WITHIN;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
  private final Traffic traffic = new Traffic();
  private final List<ProgramProcess> programs = new ArrayList<>();
  private final List<AskingDevice> asking = new ArrayList<>();
  private ExternalBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = RabbitMq.start(folder);
  }

  @AfterEach
  void stop() {
    asking.forEach(AskingDevice::close);
    traffic.close();
    programs.forEach(ProgramProcess::close);
    if (broker != null) {
      broker.close();
    }
  }

  /**
   * @param more of the external broker, one line
   */
  private ProgramProcess startCloud(String more) throws Exception {
    ProgramProcess cloud =
        ProgramProcess.cloudAt(
            broker.port(),
            folder.resolve("cloud"),
            """
            broker:
              external:
                host: 127.0.0.1
                port: %d
                reconnect-min: 50ms
                reconnect-max: 500ms
                %s
            down: {allow: []}
            inference: {workers: 1, models: [%s/vibration-heavy.model.yaml]}
            """
                .formatted(broker.port(), more, models));
    programs.add(cloud);
    cloud.start();
    return cloud;
  }

  private ProgramProcess startEdge() throws Exception {
    Files.writeString(
        Files.createDirectories(folder.resolve("edge")).resolve("policy.yaml"),
        """
        placement: cloud-only
        routes:
          - {name: ask, topic: ask/+, model: vibration-heavy, fallback: vibration-light, deadline: 30s}
        """);
    ProgramProcess edge =
        ProgramProcess.edge(
            folder.resolve("edge"),
            """
            node: {id: gw}
            journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
            uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
            inference: {models: [%s/vibration-heavy.model.yaml, %s/vibration-light.model.yaml]}
            policy: policy.yaml
            forward:
              up:
                - {name: urgent, topic: "alarm/#", lane: urgent}
                - {name: rest, topic: "room/#"}
            """
                .formatted(broker.port(), models, models));
    programs.add(edge);
    edge.start();
    Path log = folder.resolve("edge/edge.log");
    await().atMost(SETTLES_WITHIN).until(() -> Files.readString(log).contains("uplink=up"));
    return edge;
  }

  @Test
  void requestsAreAnsweredAndMessagesStoredOnceThoughBrokerAndBridgeAreKilled() throws Exception {
    ProgramProcess cloud = startCloud("protocol: mqtt-3.1.1");
    ProgramProcess edge = startEdge();
    Application hears = traffic.listener(broker.port(), "gw/#");
    NumberedDevice room = traffic.publisher(edge.port(), "room/1");
    NumberedDevice alarm = traffic.publisher(edge.port(), "alarm/1");
    AskingDevice device = new AskingDevice(edge.port(), "ask/pump");
    asking.add(device);
    traffic.begin();
    device.ask(40);
    traffic.goOnFor(200);
    broker.killAndStart();
    traffic.begin();
    device.ask(40);
    traffic.goOnFor(200);
    cloud.kill();
    cloud.start();
    device.ask(40);
    traffic.goOnFor(200);
    traffic.settle();
    await().atMost(SETTLES_WITHIN).until(() -> device.answered() == device.asked());
    assertThat(device.answersOfEach()).containsOnly(1);
    assertThat(device.byTheCloud()).isGreaterThan(40);
    for (NumberedDevice each : traffic.publishers()) {
      await()
          .atMost(SETTLES_WITHIN)
          .until(() -> hears.arrived("gw/" + each.topic()).contains(each.published()));
    }
    cloud.stop();
    assertThat(stored("normal")).isEqualTo(room.published());
    assertThat(stored("urgent")).isEqualTo(alarm.published());
    System.out.printf(
        "RabbitMQ, killed as the bridge: %d and %d messages, %d requests, %d by the cloud%n",
        room.published(), alarm.published(), device.asked(), device.byTheCloud());
  }

  private long stored(String lane) throws Exception {
    return StoredLane.numbered(folder.resolve("cloud/store/gw"), lane);
  }

  @Test
  void aBridgeThatWasNotToldOfTheVersionIsNotReadyAndSaysWhatToSay() throws Exception {
    assumeTrue(RabbitMq.isOlder(), "skipped: this RabbitMQ speaks MQTT 5");
    ProgramProcess cloud = startCloud("protocol: mqtt-5");
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                EdgePages.get(cloud, "/health/ready")
                    .contains("say broker.external.protocol: mqtt-3.1.1"));
    assertThat(EdgePages.isReady(cloud)).isFalse();
    Path log = folder.resolve("cloud/cloud.log");
    assertThat(Files.readString(log)).contains("say broker.external.protocol: mqtt-3.1.1");
  }
}
