package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.device.BrokerKind;
import dev.sluice.sim.device.ExternalBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests of a device by an edge node to a bridge, which meet at a broker of others: each has one
 * answer, also when that broker or the bridge is killed between question and answer.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(BrokerKind.class)
class ExternalBrokerRequestsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REQUESTS = Integer.getInteger("forward.requests", 300);
  private static final Pattern ID = Pattern.compile("\"id\":\"(r\\d+)\"");

  /** Kept when something fails, with the logs of the programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger byTheCloud = new AtomicInteger();
  private final BrokerKind kind;
  private ExternalBroker broker;
  private ProgramProcess cloud;
  private ProgramProcess edge;
  private MqttClient device;

  ExternalBrokerRequestsIT(BrokerKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    broker = kind.start(folder);
    Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
    cloud =
        ProgramProcess.cloudAt(
            broker.port(),
            folder.resolve("cloud"),
            """
            broker:
              external: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
            inference: {models: [%s/vibration-heavy.model.yaml]}
            """
                .formatted(broker.port(), models));
    cloud.start();
    Files.writeString(
        Files.createDirectories(folder.resolve("edge")).resolve("policy.yaml"),
        """
        placement: cloud-only
        routes:
          - name: vibration
            topic: sensors/+/vibration
            model: vibration-heavy
            fallback: vibration-light
            deadline: 20s
        """);
    edge =
        ProgramProcess.edge(
            folder.resolve("edge"),
            """
            node: {id: gw}
            uplink:
              host: 127.0.0.1
              port: %d
              reconnect-min: 50ms
              reconnect-max: 500ms
            inference:
              models: [%s/vibration-heavy.model.yaml, %s/vibration-light.model.yaml]
            policy: policy.yaml
            """
                .formatted(broker.port(), models, models));
    edge.start();
    device = new MqttClient("tcp://127.0.0.1:" + edge.port(), "device", new MemoryPersistence());
    device.setTimeToWait(PATIENCE.toMillis());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(REQUESTS);
    device.connect(options);
    device.subscribe(
        "sensors/+/vibration/inference",
        1,
        (topic, message) -> hear(new String(message.getPayload(), UTF_8)));
    Path log = folder.resolve("edge/edge.log");
    await().atMost(PATIENCE).until(() -> Files.readString(log).contains("uplink=up"));
  }

  @AfterEach
  void stop() throws MqttException {
    if (device != null) {
      device.disconnectForcibly(0, 100);
      device.close(true);
    }
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

  private void hear(String answer) {
    Matcher id = ID.matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    answers.merge(id.group(1), 1, Integer::sum);
    if (answer.contains("\"placement\":\"cloud\"")) {
      byTheCloud.incrementAndGet();
    }
  }

  private void ask(int from, int until) throws MqttException {
    for (int i = from; i < until; i++) {
      String json = "{\"id\":\"r" + i + "\",\"values\":[0.1,0.3,-0.2,0.4]}";
      device.publish("sensors/pump/vibration", json.getBytes(UTF_8), 1, false);
    }
  }

  @Test
  void eachRequestHasOneAnswerWhenBrokerAndBridgeAreKilled() throws Exception {
    int third = REQUESTS / 3;
    ask(0, third);
    broker.killAndStart();
    ask(third, 2 * third);
    cloud.kill();
    cloud.start();
    ask(2 * third, 3 * third);

    await().atMost(PATIENCE).until(() -> answers.size() == 3 * third);
    assertThat(answers.values()).containsOnly(1);
    assertThat(byTheCloud.get()).as("answers of the bridge").isGreaterThan(third);
    System.out.printf(
        "%s, requests %d, answered once each, by the bridge %d, broker and bridge killed%n",
        kind, answers.size(), byTheCloud.get());
  }
}
