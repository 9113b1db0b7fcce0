package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes in, what they may do, and what a change of the files does to those who are in. */
class AccessIT {
  @TempDir Path folder;
  private SecureGateway gateway;

  @BeforeEach
  void start() throws Exception {
    LogLines.begin();
    gateway = SecureGateway.start(folder);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private SecureClient client(String id, String user, String password) throws Exception {
    String uri = "tcp://127.0.0.1:" + gateway.port("plain");
    return new SecureClient(uri, id).as(user, password).connect();
  }

  private SecureClient pump(String id) throws Exception {
    return client(id, "pump", gateway.pumpPassword());
  }

  private SecureClient operator() throws Exception {
    return client("ops", "ops", gateway.operatorPassword());
  }

  private String metrics() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + gateway.adminPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  // CONNECT with user name and password "pump" and "wrong", or without.

  private static String connect(int level, String user) {
    String properties = level == 5 ? "00" : "";
    String rest =
        user.isEmpty()
            ? ""
            : "0004"
                + HexFormat.of().formatHex("pump".getBytes(StandardCharsets.UTF_8))
                + "0005"
                + HexFormat.of().formatHex("wrong".getBytes(StandardCharsets.UTF_8));
    String flags = user.isEmpty() ? "02" : "c2";
    String body = "00044d515454" + "0" + level + flags + "003c" + properties + "000163" + rest;
    return "10" + HexFormat.of().toHexDigits((byte) (body.length() / 2)) + body;
  }

  private String answerTo(String... packets) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port("plain"))) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(String.join("", packets)));
      byte[] answer = new DataInputStream(socket.getInputStream()).readAllBytes();
      return HexFormat.of().formatHex(answer);
    }
  }

  @ParameterizedTest(name = "MQTT level {0}, user {1}: {2}")
  @CsvSource({"4, pump, 20020004", "4, '', 20020005"})
  void tellsA311ClientWhy(int level, String user, String expected) throws Exception {
    assertThat(answerTo(connect(level, user))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "MQTT level {0}, user {1}: {2}")
  @CsvSource({"5, pump, 86", "5, '', 87"})
  void tellsAnMqtt5ClientWhy(int level, String user, String expected) throws Exception {
    // Session Present 0, then the Reason Code; properties may follow.
    assertThat(answerTo(connect(level, user)).substring(4, 8)).isEqualTo("00" + expected);
  }

  @Test
  void packetsBehindARefusedConnectAreNotHeard() throws Exception {
    try (SecureClient operator = operator()) {
      operator.subscribe("#");
      String publish =
          "300c"
              + "0007"
              + HexFormat.of().formatHex("devices".getBytes(StandardCharsets.UTF_8))
              + "616263";
      answerTo(connect(4, "pump"), publish);
      operator.publish("after", "x");
      assertThat(operator.next()).isEqualTo("after=x");
    }
  }

  @Test
  void aPatternKeepsUsersApart() throws Exception {
    try (SecureClient pump = pump("pump");
        SecureClient operator = operator()) {
      operator.subscribe("devices/#");
      assertThat(pump.publish("devices/fan/t", "not mine")).isEqualTo(0x87);
      assertThat(pump.publish("devices/pump/t", "mine")).isZero();
      assertThat(operator.next()).isEqualTo("devices/pump/t=mine");
      assertThat(pump.subscribe("commands/fan/#")).isEqualTo(0x87);
      assertThat(pump.subscribe("commands/#")).isEqualTo(0x87);
      assertThat(pump.subscribe("commands/pump/#")).isEqualTo(1);
    }
  }

  @Test
  void newRulesHoldForWhoIsConnected() throws Exception {
    try (SecureClient pump = pump("pump");
        SecureClient operator = operator()) {
      pump.subscribe("commands/pump/#");
      Files.writeString(
          gateway.file("acl.yaml"), SecureGateway.ACL.replace("commands/%u/#", "orders/%u/#"));
      LogLines.await("access=removed", "client=pump", "filter=commands/pump/#");
      operator.publish("commands/pump/go", "unheard");
      assertThat(pump.subscribe("commands/pump/#")).isEqualTo(0x87);
      assertThat(pump.subscribe("orders/pump/#")).isEqualTo(1);
      operator.publish("orders/pump/go", "heard");
      assertThat(pump.next()).isEqualTo("orders/pump/go=heard");
      assertThat(pump.isConnected()).isTrue();
    }
  }

  @Test
  void faultyRulesAreRefusedAndSaid() throws Exception {
    try (SecureClient pump = pump("pump")) {
      Files.writeString(gateway.file("acl.yaml"), "roles: {device: [{topics: [x]}]}\n");
      LogLines.await("reload=refused", "acl.yaml:1:18", "either allow or deny");
      assertThat(pump.publish("devices/pump/t", "as before")).isEqualTo(0x10);
    }
  }

  @Test
  void aUserThatIsRemovedIsClosedAndNobodyElse() throws Exception {
    try (SecureClient pump = pump("pump");
        SecureClient operator = operator()) {
      gateway.users().remove("pump");
      await().until(() -> pump.closedWith() == 0x87);
      assertThat(operator.isConnected()).isTrue();
      assertThatThrownBy(() -> pump("pump")).hasMessageContaining("Bad User Name or Password");
    }
  }

  @Test
  void aPasswordThatIsChangedClosesWhoCameWithTheOldOne() throws Exception {
    try (SecureClient pump = pump("pump")) {
      String changed = gateway.users().setRandomPassword("pump");
      await().until(() -> pump.closedWith() == 0x87);
      assertThatThrownBy(() -> pump("pump")).hasMessageContaining("Bad User Name or Password");
      client("pump", "pump", changed).close();
    }
  }

  @Test
  void aNewUserComesInWithoutARestart() throws Exception {
    String password = gateway.users().addWithRandomPassword("fan", java.util.Set.of("device"));
    await().ignoreExceptions().untilAsserted(() -> client("fan", "fan", password).close());
  }

  @Test
  void nobodyTakesTheSessionOfAnother() throws Exception {
    try (SecureClient pump = pump("shared")) {
      assertThatThrownBy(() -> client("shared", "ops", gateway.operatorPassword()))
          .isInstanceOf(Exception.class);
      assertThat(pump.isConnected()).isTrue();
    }
  }

  @Test
  void failuresAreCountedByReasonAndConnectionsByListener() throws Exception {
    answerTo(connect(4, "pump"));
    answerTo(connect(4, ""));
    try (SecureClient pump = pump("pump")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(metrics())
                      .contains("sluice_auth_failures_total{reason=\"wrong_password\"} 1.0")
                      .contains("sluice_auth_failures_total{reason=\"anonymous\"} 1.0")
                      .contains("sluice_listener_clients{listener=\"plain\"} 1.0")
                      .contains("sluice_listener_clients{listener=\"tls\"} 0.0"));
      assertThat(pump.isConnected()).isTrue();
    }
  }

  @Test
  void secretsAreNeverLogged() throws Exception {
    try (SecureClient pump = pump("pump");
        SecureClient operator = operator()) {
      answerTo(connect(4, "pump"));
      String changed = gateway.users().setRandomPassword("pump");
      LogLines.await("access=closed", "pump");
      client("pump", "pump", changed).close();
      await().until(() -> !pump.isConnected());
      assertThat(operator.isConnected()).isTrue();
      List<String> secrets =
          List.of(gateway.pumpPassword(), gateway.operatorPassword(), changed, "wrong ", "argon2");
      assertThat(LogLines.all()).isNotEmpty();
      for (String secret : secrets) {
        assertThat(LogLines.all()).noneMatch(line -> line.contains(secret));
      }
    }
  }
}
