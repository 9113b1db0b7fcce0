package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.forward.PackagedCommand.Said;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Validity;
import dev.sluice.tls.CertificateRequest;
import dev.sluice.tls.Certificates;
import dev.sluice.tls.OwnKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Both programs as processes, and the commands that bring them together over mutual TLS. */
class SecureLinkIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String CLOUD_YAML =
      """
      inference: {workers: 1}
      gate: {host: 127.0.0.1, port: %d, pair-port: %d, names: [localhost], certificate-life: %s}
      """;
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      %s
      forward: {up: [{name: all, topic: "n/#", to: "{topic}"}]}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<ProgramProcess> programs = new ArrayList<>();
  private final List<MqttClient> clients = new ArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private int gatePort;
  private ProgramProcess cloud;

  private Said cloud(String command, String... arguments) throws Exception {
    return PackagedCommand.run(
        folder, "cloud-bridge", "dev.sluice.cloud." + command, ofCloud(arguments));
  }

  private String[] ofCloud(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", folder.resolve("cloud/program.yaml").toString()));
    all.addAll(List.of("--data", folder.resolve("cloud").toString()));
    return all.toArray(String[]::new);
  }

  private String invite(String edgeId) throws Exception {
    Said said = cloud("InviteCommand", edgeId);
    assertThat(said.exit()).as(said.err()).isZero();
    return said.out().strip();
  }

  private Said pair(String token) throws Exception {
    return PackagedCommand.run(
        folder,
        "edge-node",
        "dev.sluice.edge.PairCommand",
        token,
        "--config",
        folder.resolve("edge/program.yaml").toString());
  }

  private void startCloud(String life) throws Exception {
    gatePort = ProgramProcess.freePort();
    int pairPort = ProgramProcess.freePort();
    cloud =
        ProgramProcess.cloud(
            folder.resolve("cloud"), CLOUD_YAML.formatted(gatePort, pairPort, life));
    programs.add(cloud);
    cloud.start();
    MqttClient application = connect(cloud.port(), "application");
    application.subscribe("n/#", 1, (topic, message) -> heard.add(text(message.getPayload())));
  }

  private static String text(byte[] payload) {
    return new String(payload, UTF_8);
  }

  private MqttClient connect(int port, String name) throws MqttException {
    MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, name, new MemoryPersistence());
    client.setTimeToWait(PATIENCE.toMillis());
    MqttConnectOptions options = new MqttConnectOptions();
    // Paho says that a message is through before it counts it out, in a thread that may have to
    // wait.
    options.setMaxInflight(10_000);
    client.connect(options);
    clients.add(client);
    return client;
  }

  private ProgramProcess startEdge(String uplink) throws Exception {
    ProgramProcess edge = ProgramProcess.edge(folder.resolve("edge"), EDGE_YAML.formatted(uplink));
    programs.add(edge);
    edge.start();
    return edge;
  }

  private static String section(Said paired) {
    return paired.out().substring(paired.out().indexOf("uplink:"));
  }

  private String edgeLog() throws Exception {
    return Files.readString(folder.resolve("edge/edge.log"));
  }

  @BeforeEach
  void prepareEdge() throws Exception {
    Files.createDirectories(folder.resolve("edge"));
    Files.writeString(folder.resolve("edge/program.yaml"), EDGE_YAML.formatted(""));
  }

  @AfterEach
  void stop() throws MqttException {
    for (MqttClient client : clients) {
      client.disconnectForcibly(0, 100, false);
      client.close(true);
    }
    programs.forEach(ProgramProcess::close);
  }

  @Test
  void aTokenBringsThemTogetherAndRemovingTheNodeKeepsItOut() throws Exception {
    startCloud("90d");
    Said paired = pair(invite("gw"));
    assertThat(paired.exit()).as(paired.err()).isZero();
    Path identity = folder.resolve("edge/pki/uplink.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(identity)))
        .isEqualTo("rw-------");

    ProgramProcess edge = startEdge(section(paired));
    connect(edge.port(), "device").publish("n/1", "one".getBytes(UTF_8), 1, false);
    await().atMost(PATIENCE).until(() -> heard.equals(List.of("one")));

    assertThat(cloud("EdgesCommand", "list").out()).startsWith("gw ");
    assertThat(cloud("EdgesCommand", "remove", "gw").exit()).isZero();
    await().atMost(PATIENCE).until(() -> edgeLog().contains("uplink=down"));
    assertThat(cloud("EdgesCommand", "remove", "gw").exit()).isEqualTo(1);
    connect(edge.port(), "device2").publish("n/2", "two".getBytes(UTF_8), 1, false);

    // Invited again it comes back, and what it kept meanwhile comes with it.
    assertThat(heard).containsExactly("one");
    edge.stop();
    assertThat(pair(invite("gw")).exit()).isZero();
    edge.start();
    await().atMost(PATIENCE).until(() -> heard.equals(List.of("one", "two")));
  }

  @Test
  void tokensThatAreWrongUsedOrForAnotherAreRefusedInOneLine() throws Exception {
    startCloud("90d");
    String token = invite("gw");
    assertRefused(token.substring(3), "this is no token");
    assertRefused(invite("other"), "this token is for 'other'");
    String replaced = token;
    String good = invite("gw");
    assertRefused(replaced, "not known here, or was used already");
    assertThat(pair(good).exit()).isZero();
    assertRefused(good, "not known here, or was used already");
    cloud.stop();
    assertRefused(good, "nobody answers there");
  }

  private void assertRefused(String token, String why) throws Exception {
    Said said = pair(token);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err().strip().lines()).as(said.err()).hasSize(1);
    assertThat(said.err()).contains(why);
  }

  @Test
  void certificatesOfSecondsAreRenewedUnderLoadAndNothingIsLost() throws Exception {
    startCloud("12s");
    ProgramProcess edge = startEdge(section(pair(invite("gw"))));
    MqttClient device = connect(edge.port(), "device");
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    int sent = 0;
    while (Instant.now().isBefore(end)) {
      device.publish("n/x", Integer.toString(++sent).getBytes(UTF_8), 1, false);
    }

    int all = sent;
    await().atMost(PATIENCE).until(() -> heard.size() >= all);
    assertThat(heard).isEqualTo(IntStream.rangeClosed(1, all).mapToObj(Integer::toString).toList());
    assertThat(edgeLog().split("uplink=renewed", -1)).as("renewals").hasSizeGreaterThan(2);
  }

  @Test
  void aClockThatIsBehindIsSaidAndTheLinkComesUpWhenItIsRight() throws Exception {
    startCloud("90d");
    Said paired = pair(invite("gw"));
    Instant from = Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.SECONDS);
    certifyFrom(from);

    startEdge(section(paired));

    await().atMost(PATIENCE).until(() -> edgeLog().contains("uplink=waiting"));
    assertThat(edgeLog()).contains("clock is wrong").doesNotContain("uplink=up");
    await().atMost(PATIENCE).until(() -> edgeLog().contains("uplink=up"));
    assertThat(Instant.now()).isAfterOrEqualTo(from);
  }

  /** To a clock, a certificate that begins later is the same as being behind. */
  private void certifyFrom(Instant from) throws Exception {
    Path place = folder.resolve("cloud/store/~pairing");
    Authority authority =
        Authority.load(
            place.resolve("ca.crt"), place.resolve("ca.key"), Instant.now(), new SecureRandom());
    OwnKey key = OwnKey.create(new SecureRandom());
    CertificateRequest request = CertificateRequest.read(key.request("gw")).orElseThrow();
    Instant until = from.plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
    String pem = authority.edge("gw", request, new Validity(from, until));
    Files.writeString(folder.resolve("edge/pki/uplink.pem"), key.with(pem));
    Files.writeString(
        place.resolve("edges/gw"),
        Certificates.fingerprint(Certificates.parse(pem)) + " " + until + "\n");
  }
}
