package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One command at a time, with both programs as processes: its way down, and the answer's up. */
class CommandTripIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MEASURED = Integer.getInteger("forward.commands", 300);
  private static final int WARM_UP = 100;

  private static final String CLOUD_YAML = "inference: {workers: 1}\n";
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
      forward:
        up:
          - {name: answers, topic: "answers/#", to: "{topic}", lane: urgent}
        down:
          - {name: commands, from: "commands/{node}/#", to: "{topic}", strip: "commands/{node}"}
      """;

  private record Heard(String topic, MqttMessage message) {
    String text() {
      return new String(message.getPayload(), UTF_8);
    }
  }

  /** Kept when something fails, with the logs of both programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<MqttAsyncClient> clients = new ArrayList<>();
  private final List<ProgramProcess> programs = new ArrayList<>();
  private ProgramProcess cloud;
  private ProgramProcess edge;

  @BeforeEach
  void start() throws Exception {
    cloud = ProgramProcess.cloud(folder.resolve("cloud"), CLOUD_YAML);
    programs.add(cloud);
    cloud.start();
    edge = ProgramProcess.edge(folder.resolve("edge"), EDGE_YAML.formatted(cloud.port()));
    programs.add(edge);
    edge.start();
    Path log = folder.resolve("edge/edge.log");
    await()
        .atMost(PATIENCE)
        .until(() -> Files.readString(log).contains("forward=down event=subscribed"));
  }

  @AfterEach
  void stop() throws MqttException {
    for (MqttAsyncClient client : clients) {
      client.disconnectForcibly(0, 100, false);
      client.close(true);
    }
    programs.forEach(ProgramProcess::close);
  }

  private MqttAsyncClient connect(String id, int port, BlockingQueue<Heard> heard)
      throws MqttException {
    MqttAsyncClient client =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    clients.add(client);
    client.setCallback(new Listening(heard));
    client.connect().waitForCompletion(PATIENCE.toMillis());
    return client;
  }

  private static Heard next(BlockingQueue<Heard> heard) throws InterruptedException {
    Heard next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("a message within %s", PATIENCE).isNotNull();
    return next;
  }

  @Test
  void aCommandReachesADeviceWithItsPropertiesAndTheAnswerComesBack() throws Exception {
    assumeTrue(
        isThere("mosquitto_pub"), "skipped: no mosquitto_pub in PATH: install mosquitto-clients");
    BlockingQueue<Heard> commands = new LinkedBlockingQueue<>();
    BlockingQueue<Heard> answers = new LinkedBlockingQueue<>();
    MqttAsyncClient device = connect("valve-3", edge.port(), commands);
    device.subscribe("valve/#", 1).waitForCompletion(PATIENCE.toMillis());
    connect("operator", cloud.port(), answers)
        .subscribe("answers/#", 1)
        .waitForCompletion(PATIENCE.toMillis());

    mosquittoPub();

    Heard command = next(commands);
    MqttProperties properties = command.message().getProperties();
    assertThat(command.topic()).isEqualTo("valve/3");
    assertThat(command.text()).isEqualTo("open");
    assertThat(properties.getContentType()).isEqualTo("text/plain");
    assertThat(properties.getResponseTopic()).isEqualTo("answers/valve/3");
    assertThat(properties.getCorrelationData()).isEqualTo("42".getBytes(UTF_8));
    assertThat(properties.getUserProperties()).hasSize(1);
    assertThat(properties.getMessageExpiryInterval()).isBetween(1L, 60L);

    MqttProperties matching = new MqttProperties();
    matching.setCorrelationData(properties.getCorrelationData());
    MqttMessage answer = new MqttMessage("done".getBytes(UTF_8));
    answer.setQos(1);
    answer.setProperties(matching);
    device.publish(properties.getResponseTopic(), answer).waitForCompletion(PATIENCE.toMillis());

    Heard heard = next(answers);
    assertThat(heard.topic()).isEqualTo("answers/valve/3");
    assertThat(heard.text()).isEqualTo("done");
    assertThat(heard.message().getProperties().getCorrelationData())
        .isEqualTo("42".getBytes(UTF_8));
  }

  private void mosquittoPub() throws Exception {
    String port = Integer.toString(cloud.port());
    List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-V", "mqttv5", "-q", "1"));
    command.addAll(List.of("-h", "127.0.0.1", "-p", port, "-t", "commands/gw/valve/3"));
    command.addAll(List.of("-m", "open", "-D", "publish", "content-type", "text/plain"));
    command.addAll(List.of("-D", "publish", "response-topic", "answers/valve/3"));
    command.addAll(List.of("-D", "publish", "correlation-data", "42"));
    command.addAll(List.of("-D", "publish", "user-property", "k", "v"));
    command.addAll(List.of("-D", "publish", "message-expiry-interval", "60"));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void onAnIdleLinkACommandTakesMilliseconds() throws Exception {
    BlockingQueue<Heard> commands = new LinkedBlockingQueue<>();
    connect("valve-3", edge.port(), commands)
        .subscribe("valve/#", 2)
        .waitForCompletion(PATIENCE.toMillis());
    MqttAsyncClient operator = connect("operator", cloud.port(), new LinkedBlockingQueue<>());
    for (int qos = 1; qos <= 2; qos++) {
      for (int i = 0; i < WARM_UP; i++) {
        trip(operator, commands, qos);
      }
      long[] nanos = new long[MEASURED];
      for (int i = 0; i < MEASURED; i++) {
        nanos[i] = trip(operator, commands, qos);
      }
      Arrays.sort(nanos);
      System.out.printf(
          "command at qos %d, %d on an idle link: p50 %.1f ms, p99 %.1f ms%n",
          qos, MEASURED, nanos[MEASURED / 2] / 1e6, nanos[MEASURED * 99 / 100] / 1e6);
      assertThat(nanos[MEASURED / 2]).isLessThan(Duration.ofSeconds(1).toNanos());
    }
  }

  private static long trip(MqttAsyncClient operator, BlockingQueue<Heard> commands, int qos)
      throws Exception {
    long began = System.nanoTime();
    IMqttToken kept = operator.publish("commands/gw/valve/3", "open".getBytes(UTF_8), qos, false);
    next(commands);
    long took = System.nanoTime() - began;
    kept.waitForCompletion(PATIENCE.toMillis());
    return took;
  }

  private record Listening(BlockingQueue<Heard> heard) implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      heard.add(new Heard(topic, message));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
