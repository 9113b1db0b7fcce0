package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.kafka.KafkaEngine;
import dev.sluice.target.kafka.SlowModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of requests over a backbone: devices, two edge nodes, an ingress for each of them,
 * a real Kafka, two workers, and back. The model is a server that waits, so that requests are under
 * way when somebody is killed.
 *
 * <p>{@code -Dbackbone.requests=1000} for more of each device.
 */
class KafkaTripIT {
  private static final int REQUESTS = Integer.getInteger("backbone.requests", 250);
  private static final int MODEL_MILLIS = 50;
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final List<String> ENGINES = List.of("target-kafka");
  private static final List<String> NODES = List.of("gw-1", "gw-2");

  private static final String INGRESS =
      """
      backbone:
        kind: kafka
        settings: {bootstrap-servers: "%s", timeout-ms: 3000}
      inference: {models: [%s]}
      """;
  private static final String WORKER =
      """
      backbone:
        kind: kafka
        role: worker
        taken: 16
        settings: {bootstrap-servers: "%s", timeout-ms: 3000}
      inference:
        servers:
          - name: slow
            url: http://127.0.0.1:%d
            concurrency: 2
            models: [{manifest: %s, name: slow}]
      """;
  private static final String EDGE =
      """
      node: {id: %s}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      inference: {models: [%s, %s]}
      policy: policy.yaml
      """;
  private static final String POLICY =
      """
      placement: cloud-only
      routes:
        - {name: ask, topic: ask/+, model: vibration-heavy, fallback: vibration-light, deadline: 90s}
      """;

  /** Kept when something fails, with the logs of all processes. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<ProgramProcess> ingresses = new ArrayList<>();
  private final List<ProgramProcess> others = new ArrayList<>();
  private final List<AskingDevice> devices = new ArrayList<>();
  private KafkaEngine kafka;
  private SlowModelServer model;

  @BeforeEach
  void start() throws Exception {
    Optional<String> missing = KafkaEngine.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    kafka = new KafkaEngine(Files.createDirectories(folder.resolve("kafka")));
    kafka.start();
    model = new SlowModelServer(MODEL_MILLIS);
    for (String node : NODES) {
      ingresses.add(ingress("ingress-of-" + node));
    }
  }

  private ProgramProcess ingress(String name) throws Exception {
    String yaml = INGRESS.formatted(kafka.clear(), manifest("vibration-heavy"));
    return begun(ProgramProcess.cloud(folder.resolve(name), yaml, ENGINES));
  }

  private ProgramProcess worker(String name) throws Exception {
    String yaml = WORKER.formatted(kafka.clear(), model.port(), manifest("vibration-heavy"));
    ProgramProcess worker = ProgramProcess.worker(folder.resolve(name), yaml, ENGINES);
    others.add(worker);
    return begun(worker);
  }

  private static ProgramProcess begun(ProgramProcess bridge) throws Exception {
    bridge.start();
    awaitReady(bridge);
    return bridge;
  }

  private static void awaitReady(ProgramProcess bridge) {
    await().atMost(WITHIN).until(() -> EdgePages.isReady(bridge));
  }

  /** Each at its own ingress. */
  private void startEdges() throws Exception {
    for (int i = 0; i < NODES.size(); i++) {
      Path own = Files.createDirectories(folder.resolve(NODES.get(i)));
      Files.writeString(own.resolve("policy.yaml"), POLICY);
      ProgramProcess edge =
          ProgramProcess.edge(
              own,
              EDGE.formatted(
                  NODES.get(i),
                  ingresses.get(i).port(),
                  manifest("vibration-heavy"),
                  manifest("vibration-light")));
      others.add(edge);
      edge.start();
      Path log = own.resolve("edge.log");
      await().atMost(WITHIN).until(() -> Files.readString(log).contains("uplink=up"));
      devices.add(new AskingDevice(edge.port(), "ask/" + NODES.get(i)));
    }
  }

  private static Path manifest(String name) {
    return Path.of(System.getProperty("sluice.root"), "config/models", name + ".model.yaml");
  }

  @AfterEach
  void stop() {
    devices.forEach(AskingDevice::close);
    others.forEach(ProgramProcess::close);
    ingresses.forEach(ProgramProcess::close);
    if (model != null) {
      model.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  private void askAll() throws Exception {
    for (AskingDevice device : devices) {
      device.ask(REQUESTS);
    }
  }

  private int answered() {
    return devices.stream().mapToInt(AskingDevice::answered).sum();
  }

  private int asked() {
    return devices.stream().mapToInt(AskingDevice::asked).sum();
  }

  /** By workers, none by a fallback of the edge node. */
  private void assertThatEachIsAnsweredOnceByTheCloud() {
    await().atMost(WITHIN).until(() -> answered() == asked());
    for (AskingDevice device : devices) {
      assertThat(device.answersOfEach()).containsOnly(1);
      assertThat(device.byTheCloud()).isEqualTo(device.asked());
    }
  }

  @Test
  void nothingIsLostOrAnsweredTwiceWhenAWorkerIsKilledUnderLoadOfTwoIngresses() throws Exception {
    ProgramProcess killed = worker("worker-1");
    worker("worker-2");
    startEdges();
    askAll();
    await().atMost(WITHIN).until(() -> answered() >= REQUESTS / 4);
    assertThat(answered()).as("answered when a worker is killed").isLessThan(asked());
    killed.kill();

    assertThatEachIsAnsweredOnceByTheCloud();
    List<String> results = kafka.texts("sluice-results").stream().map(one -> one.key()).toList();
    assertThat(results).contains("gw-1", "gw-2");
    System.out.printf(
        "two edge nodes, two ingresses, a worker of two killed: %d requests, lost 0, answered twice"
            + " 0, run twice %d%n",
        asked(), model.asked() - asked());
  }

  @Test
  void anIngressThatIsKilledAnswersItsNodesWhenItIsBackAndTheOtherGoesOn() throws Exception {
    worker("worker");
    startEdges();
    askAll();
    await().atMost(WITHIN).until(() -> answered() >= REQUESTS / 4);
    int before = devices.get(0).answered();
    ingresses.get(0).kill();
    int other = devices.get(1).answered();
    await().atMost(WITHIN).until(() -> devices.get(1).answered() > other);
    ingresses.get(0).start();

    assertThatEachIsAnsweredOnceByTheCloud();
    System.out.printf(
        "one ingress of two killed after %d of its %d answers, all came%n", before, REQUESTS);
  }
}
