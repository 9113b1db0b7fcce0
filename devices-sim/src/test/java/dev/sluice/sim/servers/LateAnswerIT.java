package dev.sluice.sim.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.forward.ProgramProcess;
import dev.sluice.sim.link.LinkProxy;
import dev.sluice.sim.link.LinkSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cloud so far away that no answer can be in time, with real programs: the requester has its
 * answer by the deadline, and the cloud's is told on the audit topic when it comes.
 */
class LateAnswerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LATENCY = Duration.ofMillis(200);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final List<String> late = new CopyOnWriteArrayList<>();
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private MqttClient device;

  @BeforeEach
  void start() throws Exception {
    Path model =
        Path.of(
            System.getProperty("sluice.root"), "config", "models", "vibration-light.model.yaml");
    cloud =
        ProgramProcess.cloud(
            folder.resolve("cloud"), "inference: {models: [%s]}\n".formatted(model));
    cloud.start();
    LinkProxy link =
        new LinkProxy(
            vertx,
            SocketAddress.inetSocketAddress(cloud.port(), "127.0.0.1"),
            LinkSettings.of(LATENCY, Duration.ZERO, 1));
    int uplink = link.listen(0).toCompletionStage().toCompletableFuture().join();
    Files.writeString(
        Files.createDirectories(folder.resolve("edge")).resolve("policy.yaml"),
        """
        placement: cloud-only
        late-answers: audit/late
        routes:
          - {name: vibration, topic: sensors/+/vibration, model: vibration-light, deadline: 100ms}
        """);
    edge =
        ProgramProcess.edge(
            folder.resolve("edge"),
            """
            node: {id: gw}
            durability: memory
            uplink: {host: 127.0.0.1, port: %d}
            inference: {models: [%s]}
            policy: policy.yaml
            """
                .formatted(uplink, model));
    edge.start();
    device = new MqttClient("tcp://127.0.0.1:" + edge.port(), "device", new MemoryPersistence());
    device.connect();
    device.subscribe(
        "+/+/vibration/inference", 1, (topic, it) -> answers.add(text(it.getPayload())));
    device.subscribe("audit/late", 1, (topic, it) -> late.add(text(it.getPayload())));
  }

  private static String text(byte[] payload) {
    return new String(payload, UTF_8);
  }

  @AfterEach
  void stop() throws Exception {
    device.disconnectForcibly(0, 100);
    device.close(true);
    edge.close();
    cloud.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void ask(int number) throws Exception {
    String json = "{\"id\":\"r%d\",\"values\":[0.1,0.3,-0.2,0.4]}".formatted(number);
    device.publish("sensors/pump/vibration", json.getBytes(UTF_8), 1, false);
  }

  /** What is placed before the link is up, or once it is known to be too slow, is never sent. */
  @Test
  void isToldOnTheAuditTopicAndOnlyThere() throws Exception {
    int asked = 0;
    while (late.isEmpty()) {
      int number = asked++;
      assertThat(number).as("requests without a late answer").isLessThan(200);
      ask(number);
      await().atMost(PATIENCE).until(() -> answers.size() > number);
    }

    assertThat(late.get(0))
        .contains("\"status\":\"late\"", "\"placement\":\"cloud\"", "\"label\":");
    assertThat(answers).hasSize(asked).noneMatch(answer -> answer.contains("\"status\":\"late\""));
  }
}
