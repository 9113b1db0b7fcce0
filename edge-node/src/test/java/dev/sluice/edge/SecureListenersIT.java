package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.tls.Authority;
import java.io.File;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS, mutual TLS, WebSocket and secure WebSocket with clients that people use. */
class SecureListenersIT {
  @TempDir static Path folder;
  private static SecureGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = SecureGateway.start(folder);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String uri(String scheme, String listener, String path) {
    return scheme + "://127.0.0.1:" + gateway.port(listener) + path;
  }

  private static SecureClient operator() throws Exception {
    SecureClient operator = new SecureClient(uri("tcp", "plain", ""), "ops-watch");
    operator.as("ops", gateway.operatorPassword()).connect();
    return operator;
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"tcp, plain, ''", "ssl, tls, ''", "ws, web, /mqtt", "wss, websecure, /broker"})
  void carriesMqtt5(String scheme, String listener, String path) throws Exception {
    try (SecureClient operator = operator();
        SecureClient pump = new SecureClient(uri(scheme, listener, path), "pump-5")) {
      operator.subscribe("devices/#");
      pump.as("pump", gateway.pumpPassword());
      if (scheme.equals("ssl") || scheme.equals("wss")) {
        pump.over(gateway.trusting());
      }
      pump.connect();
      assertThat(pump.publish("devices/pump/t", listener)).isZero();
      assertThat(operator.next()).isEqualTo("devices/pump/t=" + listener);
      assertThat(pump.subscribe("commands/pump/#")).isEqualTo(1);
      operator.publish("commands/pump/go", "x".repeat(100_000));
      assertThat(pump.next()).hasSize("commands/pump/go=".length() + 100_000);
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"tcp, plain, ''", "ssl, tls, ''", "ws, web, /mqtt", "wss, websecure, /broker"})
  void carriesMqtt311(String scheme, String listener, String path) throws Exception {
    try (SecureClient operator = operator();
        MqttClient pump =
            new MqttClient(uri(scheme, listener, path), "pump-3", new MemoryPersistence())) {
      operator.subscribe("devices/#");
      MqttConnectOptions options = new MqttConnectOptions();
      options.setUserName("pump");
      options.setPassword(gateway.pumpPassword().toCharArray());
      if (scheme.equals("ssl") || scheme.equals("wss")) {
        options.setSocketFactory(gateway.trusting().getSocketFactory());
      }
      pump.connect(options);
      pump.publish("devices/pump/t", listener.getBytes(StandardCharsets.UTF_8), 2, false);
      assertThat(operator.next()).isEqualTo("devices/pump/t=" + listener);
      pump.disconnect();
    }
  }

  @Test
  void aCertificateProvesWhoItsOwnerIs() throws Exception {
    try (SecureClient operator = operator();
        SecureClient pump = new SecureClient(uri("ssl", "mutual", ""), "pump-m")) {
      operator.subscribe("devices/#");
      pump.over(gateway.showing(gateway.authority().client("pump", SecureGateway.days(0, 1))));
      pump.connect();
      assertThat(pump.publish("devices/pump/t", "certified")).isZero();
      assertThat(operator.next()).isEqualTo("devices/pump/t=certified");
      assertThat(pump.publish("devices/fan/t", "no")).isEqualTo(0x87);
    }
  }

  @Test
  void certificatesOfStrangersAreNotTaken() throws Exception {
    Authority foreign =
        Authority.create("Test authority", SecureGateway.days(0, 1), new SecureRandom());
    Authority own = gateway.authority();
    List<Authority.Issued> wrong =
        List.of(
            foreign.client("pump", SecureGateway.days(0, 1)),
            own.client("pump", SecureGateway.days(-2, -1)),
            own.server(List.of("pump"), SecureGateway.days(0, 1)));
    for (Authority.Issued certificate : wrong) {
      SecureClient client = new SecureClient(uri("ssl", "mutual", ""), "pump-w");
      client.over(gateway.showing(certificate));
      assertThatThrownBy(client::connect).isInstanceOf(Exception.class);
    }
    // Known to the authority, not to the password file.
    SecureClient unlisted = new SecureClient(uri("ssl", "mutual", ""), "fan");
    unlisted.over(gateway.showing(own.client("fan", SecureGateway.days(0, 1))));
    assertThatThrownBy(unlisted::connect).hasMessageContaining("Bad User Name or Password");
    SecureClient without = new SecureClient(uri("ssl", "mutual", ""), "none");
    without.over(gateway.trusting()).as("pump", gateway.pumpPassword());
    assertThatThrownBy(without::connect).isInstanceOf(Exception.class);
  }

  @Test
  void aClientGetsTheCertificateOfTheHostThatItNames() throws Exception {
    assertThat(subjectFor("other.example")).isEqualTo("CN=other.example");
    assertThat(subjectFor("localhost")).isEqualTo("CN=localhost");
    assertThat(subjectFor("unknown.example")).isEqualTo("CN=localhost");
  }

  private static String subjectFor(String host) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            gateway
                .trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), gateway.port("tls"))) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return own.getSubjectX500Principal().getName();
    }
  }

  @Test
  void handshakesThatDoNotEndHoldUpNobody() throws Exception {
    List<Socket> stuck = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port("tls"));
        // The beginning of a ClientHello that never goes on.
        socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});
        stuck.add(socket);
      }
      try (SecureClient pump = new SecureClient(uri("ssl", "tls", ""), "pump-s")) {
        pump.over(gateway.trusting()).as("pump", gateway.pumpPassword()).connect();
        assertThat(pump.publish("devices/pump/t", "through")).isEqualTo(0x10);
      }
    } finally {
      for (Socket socket : stuck) {
        socket.close();
      }
    }
  }

  @Test
  void aCertificateThatChangesServesNewConnectionsAndLeavesOldOnes() throws Exception {
    try (SecureClient pump = new SecureClient(uri("ssl", "tls", ""), "pump-r")) {
      pump.over(gateway.trusting()).as("pump", gateway.pumpPassword()).connect();
      gateway.write(
          "other",
          gateway
              .authority()
              .server(List.of("renewed", "other.example"), SecureGateway.days(0, 5)));
      await().until(() -> subjectFor("other.example").equals("CN=renewed"));
      // One that does not belong to its key is refused, and the last good one stays.
      gateway.write(
          "other",
          new Authority.Issued(
              gateway
                  .authority()
                  .server(List.of("other.example"), SecureGateway.days(0, 5))
                  .certificate(),
              gateway.authority().server(List.of("x"), SecureGateway.days(0, 5)).key()));
      LogLines.await("reload=refused", "other.key");
      assertThat(subjectFor("other.example")).isEqualTo("CN=renewed");
      assertThat(pump.isConnected()).isTrue();
      assertThat(pump.publish("devices/pump/t", "still here")).isEqualTo(0x10);
    }
    gateway.write(
        "other", gateway.authority().server(List.of("other.example"), SecureGateway.days(0, 5)));
    await().until(() -> subjectFor("other.example").equals("CN=other.example"));
  }

  @ParameterizedTest
  @CsvSource({"mqttv311", "mqttv5"})
  void mosquittoPublishesOverTls(String protocol) throws Exception {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> new File(path, "mosquitto_pub").canExecute());
    assumeTrue(installed, "skipped: mosquitto_pub is not installed (Debian: mosquitto-clients)");
    try (SecureClient operator = operator()) {
      operator.subscribe("devices/#");
      List<String> command =
          List.of(
              "mosquitto_pub",
              "-V",
              protocol,
              "-h",
              "localhost",
              "-p",
              String.valueOf(gateway.port("tls")),
              "--cafile",
              gateway.file("ca.crt").toString(),
              "-u",
              "pump",
              "-P",
              gateway.pumpPassword(),
              "-i",
              "pump-mosquitto",
              "-q",
              "1",
              "-t",
              "devices/pump/t",
              "-m",
              protocol);
      Process process = new ProcessBuilder(command).inheritIO().start();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(operator.next()).isEqualTo("devices/pump/t=" + protocol);
    }
  }
}
