package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.forward.PackagedCommand.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** An edge node that is paired with two bridges, and shows each the certificate that it gave. */
class SecureUplinksIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CLOUD_YAML =
      """
      inference: {workers: 1}
      gate: {host: 127.0.0.1, port: %d, pair-port: %d, names: [localhost]}
      """;
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      forward: {up: [{name: all, topic: "n/#", to: "{topic}"}]}
      %s
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<ProgramProcess> programs = new ArrayList<>();
  private final List<MqttClient> clients = new ArrayList<>();
  private final Set<String> heard = new ConcurrentSkipListSet<>();

  private ProgramProcess startCloud(String name) throws Exception {
    String yaml = CLOUD_YAML.formatted(ProgramProcess.freePort(), ProgramProcess.freePort());
    ProgramProcess cloud = ProgramProcess.cloud(folder.resolve(name), yaml);
    programs.add(cloud);
    cloud.start();
    listen(cloud);
    return cloud;
  }

  private void listen(ProgramProcess cloud) throws MqttException {
    connect(cloud.port())
        .subscribe(
            "n/#", 1, (topic, message) -> heard.add(new String(message.getPayload(), UTF_8)));
  }

  private MqttClient connect(int port) throws MqttException {
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port, "c" + clients.size(), new MemoryPersistence());
    client.setTimeToWait(PATIENCE.toMillis());
    client.connect(new MqttConnectOptions());
    clients.add(client);
    return client;
  }

  /** What it prints for the configuration, without the word 'uplink:'. */
  private String pair(String cloud, String... more) throws Exception {
    Path at = folder.resolve(cloud);
    Said token =
        PackagedCommand.run(
            folder,
            "cloud-bridge",
            "dev.sluice.cloud.InviteCommand",
            "gw",
            "--config=" + at.resolve("program.yaml"),
            "--data=" + at);
    assertThat(token.exit()).as(token.err()).isZero();
    List<String> words = new ArrayList<>(List.of(token.out().strip(), "--config"));
    words.add(folder.resolve("edge/program.yaml").toString());
    words.addAll(List.of(more));
    Said paired =
        PackagedCommand.run(
            folder, "edge-node", "dev.sluice.edge.PairCommand", words.toArray(String[]::new));
    assertThat(paired.exit()).as(paired.err()).isZero();
    return paired.out().substring(paired.out().indexOf("uplink:") + "uplink:\n".length());
  }

  @AfterEach
  void stop() throws MqttException {
    for (MqttClient client : clients) {
      client.disconnectForcibly(0, 100, false);
      client.close(true);
    }
    programs.forEach(ProgramProcess::close);
  }

  private void awaitLog(String word, int times) {
    Path log = folder.resolve("edge/edge.log");
    await().atMost(PATIENCE).until(() -> Files.readString(log).split(word, -1).length - 1 >= times);
  }

  @Test
  void eachBridgeIsShownTheCertificateThatItGaveAndThePreferredOneIsTakenAgain() throws Exception {
    Path edgeFolder = Files.createDirectories(folder.resolve("edge"));
    Files.writeString(edgeFolder.resolve("program.yaml"), EDGE_YAML.formatted(""));
    ProgramProcess first = startCloud("first");
    startCloud("second");
    String uplink =
        "uplink:\n  name: first\n  fail-back-after: 2s\n  stall-after: 1500ms\n"
            + pair("first")
            + pair("second", "--uplink", "second");
    ProgramProcess edge = ProgramProcess.edge(edgeFolder, EDGE_YAML.formatted(uplink));
    programs.add(edge);
    edge.start();
    awaitLog("uplink=up way=first", 1);
    MqttClient device = connect(edge.port());
    device.publish("n/1", "one".getBytes(UTF_8), 1, false);
    await().atMost(PATIENCE).until(() -> heard.contains("one"));

    first.kill();
    device.publish("n/2", "two".getBytes(UTF_8), 1, false);
    awaitLog("uplink=up way=second", 1);
    await().atMost(PATIENCE).until(() -> heard.contains("two"));

    first.start();
    listen(first);
    awaitLog("uplink=up way=first", 2);
    device.publish("n/3", "three".getBytes(UTF_8), 1, false);
    await().atMost(PATIENCE).until(() -> heard.contains("three"));

    await().atMost(PATIENCE).untilAsserted(() -> assertThatMetricsShowIt(EdgePages.metrics(edge)));
    assertThat(Files.readString(folder.resolve("first/cloud.log")))
        .as("a probe is no refusal")
        .doesNotContain("event=gate-refused");
  }

  private static void assertThatMetricsShowIt(String metrics) {
    assertThat(metrics)
        .contains("sluice_uplink_taken{uplink=\"first\"} 1.0")
        .containsPattern("sluice_uplink_switches_total [2-9]\\.0")
        .containsPattern(
            "certificate_left_seconds\\{uplink=\"second\"} (7[0-9]{6}\\.|7\\.[0-9]+E6)");
  }
}
