package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.device.DeviceClients;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Rules down that change under a running node, with the programs as processes. */
class DownReloadIT {
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
  private static final long TICK_MS = 20;
  private static final String CLOUD_YAML = "inference: {workers: 1}\n";
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      """;
  private static final String RULE =
      """
      forward:
        down:
          - {name: all, from: "commands/{node}/#", to: "%s/{topic}", strip: "commands/{node}"}
      """;

  /** Kept when something fails, with the logs of both programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private Application device;
  private NumberedDevice publisher;
  private volatile long publishUpTo;

  @BeforeEach
  void start() throws Exception {
    cloud = ProgramProcess.cloud(folder.resolve("cloud"), CLOUD_YAML);
    cloud.start();
    edge = ProgramProcess.edge(folder.resolve("edge"), yaml());
    edge.start();
    DeviceClients clients = new DeviceClients(vertx, vertx.getOrCreateContext());
    device = new Application(clients, edge.port(), "#", 2);
    publisher = new NumberedDevice(clients, cloud.port(), "commands/gw/valve", 2);
    vertx.setPeriodic(TICK_MS, none -> tick());
    await().atMost(SETTLES_WITHIN).until(() -> device.isConnected() && publisher.isConnected());
  }

  private String yaml() {
    return EDGE_YAML.formatted(cloud.port());
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    edge.close();
    cloud.close();
  }

  private void tick() {
    device.tick();
    publisher.tick();
    if (publisher.published() < publishUpTo) {
      publisher.publish();
    }
  }

  private long logged(String word) throws IOException {
    return Files.readAllLines(folder.resolve("edge/edge.log")).stream()
        .filter(line -> line.contains(word))
        .count();
  }

  /** As editors do it, and until the node has taken it and what it wants is granted. */
  private void write(String rules, String said, int subscriptions) throws Exception {
    Path next = Files.writeString(folder.resolve("next.yaml"), yaml() + rules);
    Files.move(next, folder.resolve("edge/program.yaml"), StandardCopyOption.ATOMIC_MOVE);
    await().atMost(SETTLES_WITHIN).until(() -> logged(said) > 0);
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> logged("forward=down event=subscribed") >= subscriptions);
  }

  private void publish() {
    long upTo = publisher.published() + 20;
    publishUpTo = upTo;
    await().atMost(SETTLES_WITHIN).until(() -> publisher.published() >= upTo && publisher.isIdle());
  }

  private void awaitArrived(String topic, long from, long to) {
    await()
        .atMost(SETTLES_WITHIN)
        .untilAsserted(
            () ->
                assertThat(device.arrived(topic))
                    .as("logs in %s", folder)
                    .isEqualTo(LongStream.rangeClosed(from, to).boxed().toList()));
  }

  @Test
  void theFirstRuleComesToARunningNodeChangesAndGoes() throws Exception {
    write(RULE.formatted("one"), "down: new all", 1);
    publish();
    long first = publisher.published();
    awaitArrived("one/valve", 1, first);

    // The same filter, hence nothing that the bridge has to hear of.
    write(RULE.formatted("two"), "down: changed all", 1);
    publish();
    long second = publisher.published();
    awaitArrived("two/valve", first + 1, second);

    write("", "down: gone all", 2);
    publish();
    write(RULE.formatted("three"), "down: new all", 3);
    long third = publisher.published();
    publish();
    awaitArrived("three/valve", third + 1, publisher.published());
    assertThat(device.count()).as("of no rule").isEqualTo(publisher.published() - (third - second));
    assertThat(device.arrived("one/valve")).hasSize((int) first);
  }
}
