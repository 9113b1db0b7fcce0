package dev.sluice.sim.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.forward.ProgramProcess;
import dev.sluice.sim.servers.RudeModelServer.Mood;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model server that misbehaves in every way behind a bridge and an edge node, all three with real
 * sockets: each request has one answer by its deadline, the breaker opens, the edge's small model
 * steps in, and the server is used again when it is well.
 */
class ModelServerTroubleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int DEADLINE_MS = 600;

  /** What the test itself may add to hear of an answer, on a machine that does other things. */
  private static final int HEARING_MS = 150;

  private static final int REQUESTS = Integer.getInteger("servers.requests", 60);
  private static final long GAP_MS = 25;
  private static final Pattern ADMIN = Pattern.compile("admin=127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern OPENED = Pattern.compile("\"opened\":(\\d+)");

  /** Kept when something fails, with the logs of both programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private RudeModelServer server;
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private MqttClient device;
  private volatile RequestLedger ledger = new RequestLedger(Long.MAX_VALUE);
  private int nextId;

  @BeforeEach
  void start() throws Exception {
    server = new RudeModelServer();
    Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
    cloud =
        ProgramProcess.cloud(
            folder.resolve("cloud"),
            """
            inference:
              servers:
                - name: rude
                  url: http://127.0.0.1:%d
                  timeout: 2s
                  models: [{manifest: %s/vibration-heavy.model.yaml, name: there}]
            """
                .formatted(server.port(), models));
    cloud.start();
    Path policy = Files.createDirectories(folder.resolve("edge")).resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        placement: cloud-only
        routes:
          - name: vibration
            topic: sensors/+/vibration
            model: vibration-heavy
            fallback: vibration-light
            deadline: %dms
        """
            .formatted(DEADLINE_MS));
    edge =
        ProgramProcess.edge(
            folder.resolve("edge"),
            """
            node: {id: gw}
            uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
            inference:
              models: [%s/vibration-heavy.model.yaml, %s/vibration-light.model.yaml]
            policy: policy.yaml
            """
                .formatted(cloud.port(), models, models));
    edge.start();
    device = connect();
    await().atMost(PATIENCE).until(this::theCloudAnswers);
  }

  @AfterEach
  void stop() throws Exception {
    if (device != null) {
      device.disconnectForcibly(0, 100);
      device.close(true);
    }
    edge.close();
    cloud.close();
    server.close();
  }

  private MqttClient connect() throws MqttException {
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + edge.port(), "device", new MemoryPersistence());
    client.setCallback(
        new MqttCallback() {
          @Override
          public void connectionLost(Throwable cause) {}

          @Override
          public void messageArrived(String topic, MqttMessage message) {
            ledger.answered(new String(message.getPayload(), UTF_8), System.nanoTime());
          }

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {}
        });
    client.connect();
    client.subscribe("sensors/+/vibration/inference", 1);
    return client;
  }

  private boolean theCloudAnswers() throws Exception {
    ledger = new RequestLedger(Long.MAX_VALUE);
    ask();
    await().atMost(PATIENCE).until(() -> ledger.complete());
    return ledger.placed("cloud") == 1;
  }

  private void ask() throws MqttException {
    String id = "r" + nextId++;
    ledger.asked(id, System.nanoTime());
    String json = "{\"id\":\"" + id + "\",\"values\":[0.1,0.3,-0.2,0.4]}";
    device.publish("sensors/pump/vibration", json.getBytes(UTF_8), 1, false);
  }

  /** So many requests in a steady stream, each with its answer. */
  private RequestLedger stream() throws Exception {
    ledger = new RequestLedger(TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS + HEARING_MS));
    long begun = System.nanoTime();
    for (int i = 0; i < REQUESTS; i++) {
      long due = begun + TimeUnit.MILLISECONDS.toNanos(i * GAP_MS);
      await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() >= due);
      ask();
    }
    await().atMost(PATIENCE).until(() -> ledger.complete());
    return ledger;
  }

  private String status() throws Exception {
    Matcher admin = ADMIN.matcher(cloud.readyLine());
    assertThat(admin.find()).isTrue();
    URI uri = URI.create("http://127.0.0.1:" + admin.group(1) + "/api/status");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private int opened() throws Exception {
    Matcher opened = OPENED.matcher(status());
    assertThat(opened.find()).isTrue();
    return Integer.parseInt(opened.group(1));
  }

  @Test
  void everyRequestHasOneAnswerInTimeWhateverTheServerDoes() throws Exception {
    for (Mood mood : Mood.values()) {
      int openedBefore = opened();
      int askedBefore = server.asked();
      server.become(mood);

      RequestLedger during = stream();

      int opened = opened() - openedBefore;
      System.out.printf(
          "server=%s %s breaker-opened=%d server-asked=%d%n",
          mood, during.summary(), opened, server.asked() - askedBefore);
      assertThat(during.faults()).as(mood.name()).isEmpty();
      if (mood == Mood.GOOD) {
        assertThat(during.placed("cloud")).isGreaterThan(REQUESTS * 9 / 10);
      } else {
        assertThat(opened).as("%s: the breaker opened", mood).isPositive();
        assertThat(during.placed("fallback")).as(mood.name()).isGreaterThan(REQUESTS / 2);
      }
      recover(mood);
    }
    assertThat(Files.readString(folder.resolve("cloud/cloud.log")))
        .contains("event=model-server-breaker server=rude model=vibration-heavy state=OPEN");
  }

  private void recover(Mood after) throws Exception {
    server.become(Mood.GOOD);
    long begun = System.nanoTime();
    await().atMost(PATIENCE).until(this::theCloudAnswers);
    await()
        .atMost(PATIENCE)
        .until(() -> theCloudAnswers() && status().contains("\"breaker\":\"closed\""));
    System.out.printf(
        "server=GOOD after=%s used-again-after=%dms%n",
        after, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }
}
