package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.storage.FolderLock;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files and real ports, one thing broken in each: the doctor names it and its fix. */
class DoctorIT {
  private static final String START = "start the bridge (./sluice cloud), correct ";
  private static final byte[] NOT_AUTHORIZED = {0x20, 2, 0, 5};
  private static final byte[] TLS_ALERT = {0x15, 3, 3, 0, 2, 2, 10};

  @TempDir Path folder;
  private BrokenSetup setup;

  @BeforeEach
  void make() throws Exception {
    setup = new BrokenSetup(folder);
  }

  /** One fault of that kind, and the line that mends it. */
  private void faulty(BrokenSetup.Said said, String what, String fix) {
    assertThat(said.text()).contains(what).contains("fix      " + fix);
    assertThat(said.exit()).as(said.text()).isEqualTo(1);
    assertThat(said.json().getInteger("faults")).isPositive();
    assertThat(said.json().encode()).contains("\"level\":\"fault\"");
  }

  private void warned(BrokenSetup.Said said, String what, String fix) {
    assertThat(said.text()).contains(what).contains("fix      " + fix);
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.json().getInteger("warnings")).isPositive();
  }

  @Test
  void aSoundSetupHasNoFaultAndIsLeftAsItIs() throws Exception {
    setup.model();
    List<String> before = contents();
    BrokenSetup.Said said = setup.doctor();
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.text()).contains("vibration-light.model.yaml: runs, ").contains("0 faults, ");
    assertThat(contents()).isEqualTo(before);
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aPortInUseNamesItsProcess() throws Exception {
    try (ServerSocket taken = BrokenSetup.occupied()) {
      setup.yaml("listener: {port: %d}\n".formatted(taken.getLocalPort()));
      long own = ProcessHandle.current().pid();
      faulty(
          setup.doctor(),
          "127.0.0.1:%d: in use by process %d (".formatted(taken.getLocalPort(), own),
          "kill %d, or set listener.port to a free one".formatted(own));
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() throws Exception {
    setup.yaml(
        """
        listeners: [{host: 203.0.113.9, port: 18830}]
        access: {users: users, acl: acl.yaml}
        """);
    Files.writeString(setup.file("users"), "");
    Files.writeString(setup.file("acl.yaml"), SecureGateway.ACL);
    faulty(
        setup.doctor(),
        "203.0.113.9:18830: is no address of this machine",
        "set listeners.0.host to one of 'ip -brief address'");
  }

  @Test
  void aPrivilegedPortIsNamed() throws Exception {
    assumeThat(isRefused(80)).as("skipped: this user may listen on port 80").isTrue();
    setup.yaml("listener: {port: 80}\n");
    faulty(setup.doctor(), "are for privileged processes", "sysctl net.ipv4.ip_unprivileged");
  }

  private static boolean isRefused(int port) {
    try {
      new ServerSocket(port).close();
      return false;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).contains("Permission denied");
    }
  }

  @Test
  void aMistypedKeyIsNamedWithItsLineAndTheNearestKey() throws Exception {
    setup.yaml("listener: {prot: 1883}\n");
    faulty(
        setup.doctor(),
        "edge.yaml:6:12: listener.prot: unknown key: did you mean 'port'?",
        "correct that line, then ./sluice config check");
  }

  @Test
  void aRouteToAModelThatIsNotThereIsNamedWithItsLine() throws Exception {
    setup.model();
    setup.policy(
        """
        routes:
          - name: vibration
            topic: sensors/+/vibration
            model: vibration-havy
            deadline: 200ms
        """);
    faulty(
        setup.doctor(),
        "policy.yaml:4:12: routes.0.model: no model 'vibration-havy' can be loaded",
        "add its manifest to inference.models");
  }

  @Test
  void aFaultyPolicyIsNamedWithItsLine() throws Exception {
    setup.policy("placement: quickest\n");
    faulty(setup.doctor(), "policy.yaml:1:12: placement: must be one of", "correct that line");
  }

  @Test
  void aFileWhereTheDataFolderShouldBeIsNamed() throws Exception {
    Files.writeString(setup.file("journal"), "");
    faulty(setup.doctor(), "journal: is a file", "set journal.dir to another folder");
  }

  @Test
  void aDataFolderOfAnotherNodeIsNamedWithItsProcess() throws Exception {
    try (EdgeProcess other = new EdgeProcess(setup.file("other"))) {
      other.start();
      String pid = FolderLock.holder(other.journal());
      BrokenSetup.Said said =
          setup.doctor(
              "--set", "journal.dir=other/journal", "--set", "listener.port=" + freePort());
      faulty(
          said,
          "other/journal: in use by process %s, which does not listen".formatted(pid),
          "kill %s, or set journal.dir".formatted(pid));
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = BrokenSetup.occupied()) {
      return socket.getLocalPort();
    }
  }

  private void run() throws Exception {
    EdgeConfigFile file = EdgeConfigFile.load(setup.file("edge.yaml"), List.of());
    try (Gateway gateway = new Gateway(file, folder.resolve("unused"));
        TestClient client = new TestClient(gateway.open().mqttPort(), "p")) {
      client.retain("a", "kept");
    }
  }

  @Test
  void aDamagedJournalIsNamed() throws Exception {
    run();
    Files.write(setup.file("journal").resolve("0000000000000002.log"), new byte[100]);
    warned(setup.doctor(), "journal: lost: ", "the node starts without it; see what is left");
    assertThat(setup.doctor("--strict").exit()).isEqualTo(1);
  }

  @Test
  void aClockBeforeThisProgramIsWrong() {
    setup.itIs(Instant.parse("1970-01-01T00:01:00Z"));
    faulty(setup.doctor(), "the clock is wrong", "timedatectl set-ntp true");
  }

  @Test
  void aClockThatHasGoneBackOrFarAheadSinceTheLastStartIsNamed() throws Exception {
    run();
    setup.itIs(setup.now.minus(Duration.ofHours(5)));
    faulty(setup.doctor(), "the clock has gone back by ", "set it right before the node starts");
    setup.itIs(setup.now.plus(Duration.ofDays(400)));
    warned(setup.doctor(), " days ago: more than 7", "if it was not stopped so long");
  }

  @Test
  void aKeyOfAnotherCertificateIsNamed() throws Exception {
    setup.tls("gateway.example");
    Files.copy(setup.file("ca.key"), setup.file("server.key"), StandardCopyOption.REPLACE_EXISTING);
    faulty(
        setup.doctor(),
        "server.key: is not the key of server.crt",
        "give the key that the certificate was made for");
  }

  @Test
  void anExpiredCertificateIsNamedAndOneThatSoonExpires() throws Exception {
    setup.tls("gateway.example");
    setup.itIs(setup.now.plus(Duration.ofDays(360)));
    warned(setup.doctor("--host", "gateway.example"), "server.crt: expires in 4 days", "have it");
    setup.itIs(setup.now.plus(Duration.ofDays(366)));
    faulty(setup.doctor(), "server.crt: expired at ", "have it renewed");
  }

  @Test
  void aCertificateForAnotherNameIsNamed() throws Exception {
    setup.tls("gateway.example", "192.0.2.7");
    warned(
        setup.doctor("--host", "pump-house.example"),
        "is for gateway.example, 192.0.2.7, and this machine is known as pump-house.example",
        "have one made for a name that devices use");
    assertThat(setup.doctor("--host", "gateway.example").text()).doesNotContain("is known as");
  }

  @Test
  void aMissingAuthorityIsNamed() throws Exception {
    setup.tls("gateway.example");
    Files.delete(setup.file("ca.crt"));
    faulty(setup.doctor(), "ca.crt: no such file", "put the file there, or correct tls.client-ca");
  }

  @Test
  void aKeyThatEverybodyCanReadIsNamed() throws Exception {
    setup.tls("gateway.example");
    Path key = setup.file("server.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    warned(
        setup.doctor("--host", "gateway.example"),
        "server.key: can be read by every user",
        "chmod o-rwx " + key);
  }

  @Test
  void aPasswordFileThatIsNoneIsNamedWithoutItsContents() throws Exception {
    setup.tls("gateway.example");
    Files.writeString(setup.file("users"), "admin:secret-password\n");
    BrokenSetup.Said said = setup.doctor();
    faulty(said, "users:1", "");
    assertThat(said.text()).doesNotContain("secret-password");
  }

  @Test
  void aModelThatWasReplacedIsNamedAndOneThatIsGone() throws Exception {
    setup.model();
    Files.writeString(setup.file("vibration-light.onnx"), "another");
    faulty(setup.doctor(), "vibration-light.onnx: sha256 is ", "restore the file, or correct");
    Files.delete(setup.file("vibration-light.onnx"));
    faulty(setup.doctor(), "vibration-light.onnx: no such file", "put it there");
  }

  @Test
  void aCloudThatNobodyAnswersForIsAWarning() throws Exception {
    setup.yaml("uplink: {port: %d}\n".formatted(freePort()));
    warned(setup.doctor(), ": nobody listens there", "start the bridge (./sluice cloud)");
  }

  @Test
  void eachWayToTheCloudIsTriedAndNamed() throws Exception {
    String second = "{name: second, host: localhost, port: %d}".formatted(freePort());
    setup.yaml(
        "uplink: {name: first, port: %d, alternatives: [%s]}\n".formatted(freePort(), second));
    warned(setup.doctor(), "first 127.0.0.1:", START + "uplink.host and uplink.port");
    warned(setup.doctor(), "second localhost:", START + "uplink.alternatives.0.host");
  }

  @Test
  void aCloudThatAsksForCredentialsOrSpeaksAnotherProtocolIsNamed() throws Exception {
    cloudAnswers(NOT_AUTHORIZED, "the broker asks for credentials", "give them with uplink.login");
    cloudAnswers(TLS_ALERT, "speaks TLS, and the uplink is plain MQTT", "pair with the bridge");
    cloudAnswers("HTTP/1.1 400 Bad".getBytes(US_ASCII), "is no MQTT broker", "correct uplink");
    cloudAnswers(new byte[0], "closes the connection without an answer", "see the log");
  }

  private void cloudAnswers(byte[] answer, String what, String fix) throws Exception {
    Thread thread;
    try (ServerSocket broker = BrokenSetup.occupied()) {
      setup.yaml("uplink: {port: %d}\n".formatted(broker.getLocalPort()));
      thread = new Thread(() -> serve(broker, answer), "cloud");
      thread.start();
      faulty(setup.doctor(), what, fix);
    }
    thread.join(5_000);
  }

  private static void serve(ServerSocket broker, byte[] answer) {
    try {
      while (!broker.isClosed()) {
        try (Socket client = broker.accept()) {
          // The whole CONNECT first: what is unread at the end would make it a reset.
          byte[] header = client.getInputStream().readNBytes(2);
          client.getInputStream().readNBytes(header[1]);
          client.getOutputStream().write(answer);
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void aRunningNodeIsNoFaultOfItself() throws Exception {
    try (EdgeProcess node = new EdgeProcess(folder)) {
      node.start();
      BrokenSetup.Said said = setup.doctor("--set", "listener.port=" + node.port());
      assertThat(said.exit()).as(said.text()).isZero();
      assertThat(said.text())
          .contains("served by this node, process ")
          .contains("in use by this node, process ");
    }
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(setup.doctor("--strict").exit()).isZero();
    assertThat(DoctorCommand.commandLine(Clock.systemUTC()).execute("--nonsense")).isEqualTo(2);
  }
}
