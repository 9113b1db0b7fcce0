package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.sim.device.Mosquitto;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import dev.sluice.tls.Authority.Validity;
import dev.sluice.tls.LinkIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bridge, edge node and an application meet at a Mosquitto that asks each for a certificate and a
 * password, and gives the rights that the documents give.
 */
class ExternalBrokerTlsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADMIN = Pattern.compile("admin=(\\S+)");
  private static final Path ACL = Path.of(System.getProperty("sluice.root"), "docs", "brokers.md");

  private static final String MOSQUITTO =
      """
      allow_anonymous false
      user %1$s
      cafile %2$s/ca.pem
      certfile %2$s/server.pem
      keyfile %2$s/server.pem
      require_certificate true
      password_file %2$s/passwords
      acl_file %2$s/acl
      """;
  private static final String CLOUD_YAML =
      """
      broker:
        external:
          host: 127.0.0.1
          port: %d
          login: {username: bridge, password-file: ../%s}
          tls: {ca: ../ca.pem, identity: ../bridge.pem}
          reconnect-min: 50ms
          reconnect-max: 500ms
      """;
  private static final String EDGE_YAML =
      """
      node: {id: gw}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      uplink:
        host: 127.0.0.1
        port: %d
        login: {username: gw, password-file: ../gw.password}
        tls: {identity: ../gw.pem, ca: ../ca.pem}
      forward:
        up: [{name: all, topic: "room/#"}]
        down:
          - {name: commands, from: "commands/{node}/#", to: "{topic}", strip: "commands/{node}"}
      """;

  /** Kept when something fails, with the logs of the programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<ProgramProcess> programs = new ArrayList<>();
  private final List<MqttClient> clients = new ArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Mosquitto broker;

  @BeforeEach
  void startBroker() throws Exception {
    Instant now = Instant.now();
    Validity validity = new Validity(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(5)));
    Authority authority = Authority.create("external", validity, new SecureRandom());
    Files.writeString(folder.resolve("ca.pem"), authority.own().certificate());
    write("server", authority.server(List.of("127.0.0.1"), validity));
    for (String user : List.of("bridge", "gw", "app")) {
      write(user, authority.client(user, validity));
      Files.writeString(folder.resolve(user + ".password"), "secret of " + user + "\n");
      permit(user, "secret of " + user);
    }
    Files.writeString(folder.resolve("wrong.password"), "wrong\n");
    Files.writeString(folder.resolve("acl"), documentedRights());
    String user = System.getProperty("user.name");
    broker = Mosquitto.start(folder, MOSQUITTO.formatted(user, folder));
  }

  private void write(String name, Issued issued) throws Exception {
    Files.writeString(folder.resolve(name + ".pem"), issued.certificate() + issued.key());
  }

  private void permit(String user, String password) throws Exception {
    Path tool = Path.of("/usr/bin/mosquitto_passwd");
    assumeTrue(Files.isExecutable(tool), "skipped: no mosquitto_passwd: install mosquitto");
    Path file = Files.writeString(folder.resolve("one"), user + ":" + password + "\n");
    Process process = new ProcessBuilder(tool.toString(), "-U", file.toString()).start();
    assertThat(process.waitFor()).isZero();
    Files.writeString(
        folder.resolve("passwords"),
        Files.readString(file),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** What users copy is what is tested. */
  private static String documentedRights() throws Exception {
    String text = Files.readString(ACL);
    int begin = text.indexOf("# acl: the bridge");
    return text.substring(begin, text.indexOf("```", begin));
  }

  @AfterEach
  void stop() throws MqttException {
    for (MqttClient client : clients) {
      client.disconnectForcibly(0, 100, false);
      client.close(true);
    }
    programs.forEach(ProgramProcess::close);
    if (broker != null) {
      broker.close();
    }
  }

  /**
   * @param more lines of broker.external
   */
  private ProgramProcess startCloud(String passwordFile, String more) throws Exception {
    ProgramProcess cloud =
        ProgramProcess.cloudAt(
            broker.port(),
            folder.resolve("cloud"),
            CLOUD_YAML.formatted(broker.port(), passwordFile) + more);
    programs.add(cloud);
    cloud.start();
    return cloud;
  }

  private MqttClient connect(String server, MqttConnectOptions options) throws MqttException {
    MqttClient client = new MqttClient(server, "client" + clients.size(), new MemoryPersistence());
    client.setTimeToWait(PATIENCE.toMillis());
    client.connect(options);
    clients.add(client);
    return client;
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "    group: {members: [sluice-bridge]}\n"})
  void bridgeAndEdgeWorkWithTheRightsOfTheDocuments(String more) throws Exception {
    startCloud("bridge.password", more);
    ProgramProcess edge =
        ProgramProcess.edge(folder.resolve("edge"), EDGE_YAML.formatted(broker.port()));
    programs.add(edge);
    edge.start();
    Path log = folder.resolve("edge/edge.log");
    await()
        .atMost(PATIENCE)
        .until(() -> Files.readString(log).contains("forward=down event=subscribed"));
    MqttConnectOptions asApp = new MqttConnectOptions();
    LinkIdentity identity = LinkIdentity.load(folder.resolve("app.pem"), folder.resolve("ca.pem"));
    asApp.setSocketFactory(identity.context().getSocketFactory());
    asApp.setUserName("app");
    asApp.setPassword("secret of app".toCharArray());
    MqttClient application = connect("ssl://127.0.0.1:" + broker.port(), asApp);
    MqttClient device = connect("tcp://127.0.0.1:" + edge.port(), new MqttConnectOptions());
    application.subscribe("gw/#", 2, (topic, message) -> hear(topic, message.getPayload()));
    device.subscribe("valve/#", 2, (topic, message) -> hear(topic, message.getPayload()));

    device.publish("room/1", "21".getBytes(UTF_8), 2, false);
    application.publish("commands/gw/valve/3", "open".getBytes(UTF_8), 2, false);

    await().atMost(PATIENCE).until(() -> heard.size() == 2);
    assertThat(heard).containsExactlyInAnyOrder("gw/room/1 21", "valve/3 open");
  }

  private void hear(String topic, byte[] payload) {
    heard.add(topic + " " + new String(payload, UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "bridge.password, 0, takes the bridge in MQTT 5",
    "wrong.password, 1, correct broker.external.login",
  })
  void theDoctorComesAsTheBridgeDoes(String password, int code, String said) throws Exception {
    Path own = Files.createDirectories(folder.resolve("cloud"));
    Path file = own.resolve("program.yaml");
    Files.writeString(file, CLOUD_YAML.formatted(broker.port(), password));
    PackagedCommand.Said doctor =
        PackagedCommand.run(
            folder,
            "cloud-bridge",
            "dev.sluice.cloud.CloudBridge",
            "doctor",
            "--config",
            file.toString());
    assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isEqualTo(code);
    assertThat(doctor.out()).contains(said);
  }

  @Test
  void aBridgeThatTheBrokerRefusesIsNotReadyAndSaysWhy() throws Exception {
    ProgramProcess cloud = startCloud("wrong.password", "");

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String log = Files.readString(folder.resolve("cloud/cloud.log"));
              return log.contains("client=sluice-bridge-commands") && log.contains("refused:");
            });
    Matcher admin = ADMIN.matcher(cloud.readyLine());
    assertThat(admin.find()).isTrue();
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://" + admin.group(1) + "/health/ready")).build();
    assertThat(HttpClient.newHttpClient().send(ask, BodyHandlers.ofString()).statusCode())
        .isEqualTo(503);
  }
}
