package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect5;
import static dev.sluice.edge.mqtt.RawClient.hex;
import static dev.sluice.edge.mqtt.RawClient.publish5;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What MQTT 5 adds on the wire, byte by byte. */
class Mqtt5IT {
  private static final String TOPIC = "plant/t";

  private RunningBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = RunningBroker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private RawClient client(String name, String properties) throws Exception {
    return new RawClient(broker.port()).send(connect5(name, properties));
  }

  private static String text(String string) {
    return HexFormat.of().formatHex(RawClient.string(string));
  }

  private static byte[] subscribe5() {
    return hex("820d 0001 00" + text(TOPIC) + "00");
  }

  @Test
  @Tag("MQTT-3.3.2-7")
  @Tag("MQTT-3.3.2-12")
  void everyAliasUpToTheAnnouncedMaximumMayBeSetAndUsed() throws Exception {
    try (RawClient client = client("a", "")) {
      client.read();
      client.send(subscribe5());
      client.read();
      for (int alias = 1; alias <= RunningBroker.TOPIC_ALIASES; alias++) {
        client.send(publish5(TOPIC, String.format("23%04x", alias), "set"));
        client.send(publish5("", String.format("23%04x", alias), "used"));
        assertThat(client.read()).isEqualTo("300d" + text(TOPIC) + "00" + "736574");
        assertThat(client.read()).isEqualTo("300e" + text(TOPIC) + "00" + "75736564");
      }
    }
    try (RawClient again = client("a", "")) {
      again.read();
      again.send(publish5("", "230001", "forgotten"));

      assertThat(again.read()).matches("e0..82.*");
    }
  }

  @Test
  @Tag("MQTT-3.1.2-26")
  @Tag("MQTT-3.3.2-11")
  void theBrokerSetsNoMoreAliasesThanTheClientTakes() throws Exception {
    try (RawClient client = client("a", "220001")) {
      client.read();
      client.send(subscribe5());
      client.read();
      client.send(publish5(TOPIC, "", "1"), publish5(TOPIC, "", "2"));

      assertThat(client.read()).isEqualTo("300e" + text(TOPIC) + "03230001" + "31");
      assertThat(client.read()).isEqualTo("3007" + "0000" + "03230001" + "32");
    }
  }

  @Test
  @Tag("MQTT-3.1.2-27")
  void aClientThatSaysNothingOfAliasesIsSentNone() throws Exception {
    try (RawClient client = client("a", "")) {
      client.read();
      client.send(subscribe5());
      client.read();
      client.send(publish5(TOPIC, "", "1"));

      assertThat(client.read()).isEqualTo("300b" + text(TOPIC) + "00" + "31");
    }
  }

  @Test
  @Tag("MQTT-3.1.2-28")
  void responseInformationIsForThoseWhoAskForIt() throws Exception {
    String response = "1a" + text("answers/");
    try (RawClient asking = client("a", "1901");
        RawClient silent = client("b", "");
        RawClient declining = client("c", "1900")) {
      assertThat(asking.read()).contains(response);
      assertThat(silent.read()).doesNotContain(response);
      assertThat(declining.read()).doesNotContain(response);
    }
  }

  @Test
  @Tag("MQTT-3.1.2-29")
  void whoWantsNoProblemInformationGetsReasonStringsInDisconnectOnly() throws Exception {
    try (RawClient client = client("a", "1700")) {
      client.read();
      client.send(hex("8207 0001 00 000161 00"), hex("820a 0002 00" + text("a#b+") + "00"));
      assertThat(client.read()).isEqualTo("900400010000");
      assertThat(client.read()).isEqualTo("90040002008f");
      client.send(hex("0000"));

      assertThat(client.read()).matches("e0..81..1f.*");
    }
  }

  @Test
  @Tag("MQTT-3.2.2-1")
  @Tag("MQTT-3.14.2-2")
  void whatIsReservedInTheServersPacketsIsNotSet() throws Exception {
    try (RawClient lasting = client("a", "110000000a")) {
      assertThat(lasting.read()).startsWith("200e0000");
      try (RawClient other = client("a", "110000000a")) {
        assertThat(lasting.read()).matches("e0..8e..1f.*").doesNotContain("1100000");
        assertThat(other.read()).startsWith("200e0000");
      }
    }
  }

  @Test
  @Tag("MQTT-3.2.2-19")
  @Tag("MQTT-3.14.2-3")
  void aReasonStringIsLeftOutWhereItDoesNotFit() throws Exception {
    // Maximum Packet Size 16: CONNACK with its 14 bytes of limits fits exactly.
    try (RawClient small = client("a", "2700000010")) {
      small.read();
      small.send(hex("0000"));

      assertThat(small.read()).isEqualTo("e00181");
    }
  }

  @Test
  @Tag("MQTT-3.1.2-24")
  void anAnswerThatIsTooLargeIsNotSent() throws Exception {
    try (RawClient small = client("a", "2700000010")) {
      small.read();
      small.send(hex("8247 0001 00" + ("000161" + "00").repeat(16) + "00016100"));
      small.send(RawClient.PINGREQ);

      assertThat(small.read()).isEqualTo("d000");
    }
  }

  @Test
  @Tag("MQTT-3.2.2-6")
  @Tag("MQTT-3.2.2-7")
  void aRefusalSaysWhyInWords() throws Exception {
    try (RawClient client = client("x".repeat(300), "")) {
      String refusal = client.read();
      assertThat(refusal).matches("20..0085.*");
      assertThat(new String(hex(refusal), StandardCharsets.UTF_8)).contains("too long");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  @Tag("MQTT-3.1.2-2")
  void enhancedAuthenticationIsRefusedByItsOwnReason() throws Exception {
    try (RawClient client = client("a", "15" + text("SCRAM"))) {
      assertThat(client.read()).matches("20..008c.*");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }
}
