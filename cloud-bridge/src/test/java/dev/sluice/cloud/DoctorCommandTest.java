package dev.sluice.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
  private static final String ACCEPTS_3 = "20020000";
  private static final String ACCEPTS_5 = "2003000000";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  /** What it says when it was given such a file, and such options. */
  private int examine(String yaml, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("cloud.yaml"), yaml);
    List<String> words = new ArrayList<>(List.of("doctor", "--config", file.toString()));
    words.addAll(List.of(options));
    out.getBuffer().setLength(0);
    return CloudBridge.commandLine()
        .setOut(new PrintWriter(out, true))
        .execute(words.toArray(String[]::new));
  }

  private static String at(KnockedBroker broker, String more) {
    return "broker: {external: {host: 127.0.0.1, port: %d%s}}\n".formatted(broker.port(), more);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "20020000 | 2003000000 | ''  | 0 | ok       127.0.0.1:@: takes the bridge in MQTT 5",
        "20020000 | 20020001   | ''  | 1 | fault    127.0.0.1:@: speaks no MQTT 5",
        "20020000 | 2003008400 | ''  | 1 | set broker.external.protocol: mqtt-3.1.1, or meet",
        "20020000 | ''         | ''  | 1 | if it speaks no MQTT 5, set broker.external.protocol",
        "20020005 | 2003000000 | ''  | 1 | what the broker knows of it",
        "20020000 | 2003008600 | ''  | 1 | correct broker.external.login",
        "20020003 | 2003000000 | ''  | 1 | refuses the bridge",
        "20020001 | 2003000000 | ''  | 1 | speaks no MQTT 3.1.1",
        "15030300020228 | ''   | ''  | 1 | say broker.external.tls",
        "485454502f312e31 | '' | ''  | 1 | is no MQTT broker",
      })
  void saysHowAnExternalBrokerAnswers(
      String older, String newer, String more, int code, String said) throws Exception {
    try (var broker = new KnockedBroker(older, newer)) {
      assertThat(examine(at(broker, more))).as(out.toString()).isEqualTo(code);
      assertThat(out.toString()).contains(said.replace("@", Integer.toString(broker.port())));
    }
  }

  @Test
  void aBrokerOfMqtt311IsNotAskedForMoreWhereTheFileSaysSo() throws Exception {
    try (var broker = new KnockedBroker(ACCEPTS_3, "20020001")) {
      String yaml = at(broker, ", protocol: mqtt-3.1.1") + "down: {allow: []}\n";
      assertThat(examine(yaml)).as(out.toString()).isZero();
      assertThat(out.toString()).contains("takes the bridge in MQTT 3.1.1");
      assertThat(broker.heard()).hasSize(1);
    }
  }

  @Test
  void comesAsTheBridgeUnderANameOfItsOwnAndShowsNoPassword() throws Exception {
    String password = "secret".repeat(40);
    Files.writeString(folder.resolve("password"), password);
    try (var broker = new KnockedBroker(ACCEPTS_3, ACCEPTS_5)) {
      int code = examine(at(broker, ", login: {username: who, password-file: password}"));
      assertThat(code).as(out.toString()).isZero();
      assertThat(broker.heard()).hasSize(2);
      for (byte[] connect : broker.heard()) {
        String said = hex("sluice-bridge-doctor") + "0003" + hex("who") + "00f0" + hex(password);
        assertThat(ByteBufUtil.hexDump(connect)).endsWith(said);
      }
      assertThat(out.toString()).doesNotContain("secret");
    }
  }

  @Test
  void nobodyThereIsAWarningBecauseABridgeStartsWithoutIt() throws Exception {
    int port;
    try (var broker = new KnockedBroker("", "")) {
      port = broker.port();
    }
    String yaml = "broker: {external: {host: 127.0.0.1, port: %d}}\n".formatted(port);
    assertThat(examine(yaml)).isZero();
    assertThat(out.toString()).contains("broker       warning  127.0.0.1:" + port);
    assertThat(examine(yaml, "--strict")).isEqualTo(1);
  }

  @Test
  void whatTheBridgeWouldNotStartWithIsAFaultWithItsPlace() throws Exception {
    assertThat(
            examine(
                "broker: {external: {host: localhost, login: {username: u, password-file: no}}}"))
        .isEqualTo(1);
    assertThat(out.toString())
        .contains("config       fault    ", "cloud.yaml:1:", "login.password-file: ", "fix");
    assertThat(examine("backbone: {kind: pulsar}")).isEqualTo(1);
    assertThat(out.toString()).contains("cloud.yaml:1:18", "pulsar is not installed");
    assertThat(examine("brocker: {}")).isEqualTo(1);
    assertThat(out.toString()).contains("nothing else was examined");
  }

  @Test
  void anEmbeddedBrokerNeedsNothing() throws Exception {
    assertThat(examine("{}", "--json")).isZero();
    assertThat(out.toString()).contains("\"faults\" : 0", "embedded");
  }

  @Test
  void theRequestIsWhatTheSpecificationSays() throws Exception {
    try (var broker = new KnockedBroker(ACCEPTS_3, ACCEPTS_5)) {
      examine(at(broker, ", client-id: b"));
      assertThat(broker.heard())
          .extracting(ByteBufUtil::hexDump)
          .containsExactly(
              "101400044d515454040200" + "0a0008" + hex("b-doctor"),
              "101500044d515454050200" + "0a000008" + hex("b-doctor"));
    }
  }

  private static String hex(String text) {
    return ByteBufUtil.hexDump(text.getBytes(UTF_8));
  }
}
