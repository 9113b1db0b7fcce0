package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.TestClient.Received;
import dev.sluice.edge.config.EdgeConfigFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Versions of a model come and go under load; no request notices. */
@Timeout(180)
class ModelSwapIT {
  private static final int DEVICES = 4;

  @TempDir Path folder;
  private RunningGateway gateway;
  private Path manifest;
  private final AtomicBoolean done = new AtomicBoolean();
  private final List<Load> loads = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    Path models = Files.createDirectories(folder.resolve("own"));
    for (String file : List.of("vibration-light.onnx", "vibration-light.model.yaml")) {
      Files.copy(RunningGateway.MODELS.resolve(file), models.resolve(file));
    }
    manifest = models.resolve("vibration-light.model.yaml");
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        routes:
          - {name: vibration, topic: sensors/+/vibration, model: vibration-light, deadline: 5s}
        """);
    Path yaml =
        Files.writeString(
            folder.resolve("swap.yaml"),
            """
            node: {id: test-gateway}
            listener: {port: 0}
            admin: {port: 0}
            journal: {dir: journal}
            inference: {workers: 2, models: [own/vibration-light.model.yaml]}
            uplink: {enabled: false}
            policy: policy.yaml
            """);
    gateway = RunningGateway.of(EdgeConfigFile.load(yaml, List.of()), folder);
    for (int i = 0; i < DEVICES; i++) {
      Load load = new Load("dev-" + i);
      loads.add(load);
      load.start();
    }
  }

  @AfterEach
  void stop() throws Exception {
    done.set(true);
    for (Load load : loads) {
      load.join();
    }
    gateway.close();
  }

  /** A device that publishes as fast as it is answered, and notes every answer. */
  private final class Load extends Thread {
    private final String device;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> wrong = new ArrayList<>();
    private volatile String version = "";

    Load(String device) {
      this.device = device;
    }

    @Override
    public void run() {
      String topic = "sensors/" + device + "/vibration";
      try (TestClient client = gateway.client(device).subscribe(topic + "/inference")) {
        while (!done.get()) {
          String id = device + "-" + sent.incrementAndGet();
          client.publish(topic, RunningGateway.frame(id));
          note(id, client.next());
        }
        client.soFar().forEach(answer -> wrong.add("a second answer: " + answer.text()));
      } catch (Exception | AssertionError e) {
        wrong.add(e.toString());
      }
    }

    private void note(String id, Received answer) {
      JsonNode json = JsonMapper.shared().readTree(answer.text());
      version = json.path("modelVersion").asString("");
      if (!json.path("status").asString().equals("ok") || !json.path("id").asString().equals(id)) {
        wrong.add(answer.text());
      }
      answered.incrementAndGet();
    }
  }

  private void everybodySees(String version) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> loads.stream().allMatch(load -> load.version.equals(version)));
  }

  /** In one step, as every careful program writes a file. */
  private void write(String text) throws Exception {
    Path next = Files.writeString(folder.resolve("next.yaml"), text);
    Files.move(next, manifest, StandardCopyOption.ATOMIC_MOVE);
  }

  private void noRequestFailed() throws InterruptedException {
    done.set(true);
    int total = 0;
    for (Load load : loads) {
      load.join();
      assertThat(load.wrong).as(load.device).isEmpty();
      assertThat(load.answered).hasValue(load.sent.get());
      total += load.answered.get();
    }
    assertThat(total).isGreaterThan(100);
  }

  @Test
  void noRequestFailsWhileVersionsAreSwapped() throws Exception {
    String original = Files.readString(manifest);
    Set<String> seen = new HashSet<>();
    for (String version : List.of("1", "2", "3", "1")) {
      write(original.replace("version: \"1\"", "version: \"" + version + "\""));
      everybodySees(version);
      seen.add(version);
    }
    assertThat(seen).hasSize(3);
    noRequestFailed();
  }

  @Test
  void whatDoesNotLoadIsRefusedAndTheOldVersionStays() throws Exception {
    everybodySees("1");
    String original = Files.readString(manifest);
    for (String bad :
        List.of(
            original.replace("\"1\"", "\"2\"").replaceAll("sha256: ....", "sha256: 0000"),
            original.replace("\"1\"", "\"2\"").replace("tensor: score", "tensor: scores"),
            "name: [")) {
      write(bad);
      int before = loads.get(0).answered.get();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> loads.get(0).answered.get() > before + 500);
      everybodySees("1");
    }
    write(original.replace("\"1\"", "\"4\""));
    everybodySees("4");
    noRequestFailed();
  }

  @Test
  void anOperatorRollsBackToWhatTheDiskNoLongerHas() throws Exception {
    write(Files.readString(manifest).replace("version: \"1\"", "version: \"2\""));
    everybodySees("2");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:"
                                + gateway.adminPort()
                                + "/api/models/vibration-light/rollback"))
                    .header("X-Sluice", "1")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    everybodySees("1");
    noRequestFailed();
  }
}
