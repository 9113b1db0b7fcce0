package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.connect5;
import static dev.sluice.edge.mqtt.RawClient.frame;
import static dev.sluice.edge.mqtt.RawClient.hex;
import static dev.sluice.edge.mqtt.RawClient.publish311;
import static dev.sluice.edge.mqtt.RawClient.publish5;
import static dev.sluice.edge.mqtt.RawClient.publishQos1;
import static dev.sluice.edge.mqtt.RawClient.string;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.mqtt.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connected client sends wrong: it is told why, counted, closed, and alone affected. */
class MalformedInputIT {
  private static RunningBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = RunningBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static Arguments wrong(String what, byte[] packet, ReasonCode reason) {
    return Arguments.of(what, packet, reason);
  }

  static Stream<Arguments> wrongPackets() {
    return Stream.of(
        wrong("packet type 0", hex("0000"), ReasonCode.MALFORMED_PACKET),
        wrong("QoS 3", hex("3605 0001740001"), ReasonCode.MALFORMED_PACKET),
        wrong("remaining length of five bytes", hex("30ffffffff7f"), ReasonCode.MALFORMED_PACKET),
        wrong("packet identifier 0", hex("3206 000174 0000 00"), ReasonCode.MALFORMED_PACKET),
        wrong("overlong UTF-8 topic", hex("3006 0002c080 00 78"), ReasonCode.MALFORMED_PACKET),
        wrong("PINGREQ with a body", hex("c00100"), ReasonCode.MALFORMED_PACKET),
        wrong("SUBSCRIBE with flags 0", hex("8007 0001 00 000174 00"), ReasonCode.MALFORMED_PACKET),
        wrong("unknown reason in PUBACK", hex("4003 0001 77"), ReasonCode.MALFORMED_PACKET),
        wrong("unknown reason in PUBREC", hex("5003 0001 77"), ReasonCode.MALFORMED_PACKET),
        wrong("unknown reason in PUBREL", hex("6203 0001 77"), ReasonCode.MALFORMED_PACKET),
        wrong("unknown reason in PUBCOMP", hex("7003 0001 77"), ReasonCode.MALFORMED_PACKET),
        wrong("unknown reason in DISCONNECT", hex("e00177"), ReasonCode.MALFORMED_PACKET),
        wrong(
            "Will Delay in PUBLISH", publish5("t", "1800000001", "x"), ReasonCode.MALFORMED_PACKET),
        wrong("PUBLISH too large", tooLarge(), ReasonCode.PACKET_TOO_LARGE),
        wrong("second CONNECT", connect5("again"), ReasonCode.PROTOCOL_ERROR),
        wrong("AUTH out of the blue", hex("f000"), ReasonCode.PROTOCOL_ERROR),
        wrong("a server's CONNACK", hex("2003000000"), ReasonCode.PROTOCOL_ERROR),
        wrong("a server's PINGRESP", hex("d000"), ReasonCode.PROTOCOL_ERROR),
        wrong("SUBSCRIBE to nothing", hex("8203 0001 00"), ReasonCode.PROTOCOL_ERROR),
        wrong("UNSUBSCRIBE from nothing", hex("a203 0001 00"), ReasonCode.PROTOCOL_ERROR),
        wrong(
            "Subscription Identifier 0",
            hex("8209 0001 02 0b00 000174 00"),
            ReasonCode.PROTOCOL_ERROR),
        wrong(
            "Subscription Identifier in PUBLISH",
            publish5("t", "0b01", "x"),
            ReasonCode.PROTOCOL_ERROR),
        wrong("payload format 2", publish5("t", "0102", "x"), ReasonCode.PROTOCOL_ERROR),
        wrong("Topic Alias", publish5("t", "230001", "x"), ReasonCode.TOPIC_ALIAS_INVALID),
        wrong(
            "Topic Alias without a topic",
            publish5("", "230001", "x"),
            ReasonCode.TOPIC_ALIAS_INVALID),
        wrong("empty topic", publish5("", "", "x"), ReasonCode.TOPIC_NAME_INVALID),
        wrong("topic with a wildcard", publish5("a/#", "", "x"), ReasonCode.TOPIC_NAME_INVALID),
        wrong(
            "Response Topic with a wildcard",
            publish5("t", "08000123", "x"),
            ReasonCode.TOPIC_NAME_INVALID));
  }

  private static byte[] tooLarge() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(string("t"));
    body.write(0);
    body.writeBytes(new byte[2 << 20]);
    return frame(0x30, body.toByteArray());
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("wrongPackets")
  void tellsAnMqtt5ClientWhyItIsClosed(String what, byte[] packet, ReasonCode reason)
      throws Exception {
    long before = counted(reason);
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("wrong-" + what.hashCode()));
      assertThat(client.read()).startsWith("20");
      client.send(packet);

      assertThat(client.read()).isEqualTo(String.format("e001%02x", reason.code()));
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(counted(reason)).isEqualTo(before + 1);
    assertThat(broker.listenerStats().faults()).isZero();
  }

  private static long counted(ReasonCode reason) {
    return broker.listenerStats().malformed().getOrDefault(reason, 0L);
  }

  @Test
  void closesA311ClientWithoutAWord() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect311("old"));
      assertThat(client.read()).isEqualTo("20020000");
      client.send(hex("0000"));

      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void takesReservedSubscriptionBitsOf311ForMalformed() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect311("options"), hex("8206 0001 000174 04"));
      assertThat(client.read()).isEqualTo("20020000");

      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void closesOnAMalformedPacketBehindConnectOnlyAfterConnAck() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("early"), hex("0000"));

      assertThat(client.read()).startsWith("20");
      assertThat(client.read()).isEqualTo("e00181");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void servesOthersWhileOneSendsNonsense() throws Exception {
    try (RawClient good = new RawClient(broker.port())) {
      good.send(connect311("good"), subscribe311(1, "g", 1));
      assertThat(good.read()).isEqualTo("20020000");
      assertThat(good.read()).isEqualTo("9003000101");
      for (int i = 0; i < 20; i++) {
        sendNonsense();
      }
      good.send(publishQos1(7, "g", new byte[] {0x2a}));

      assertThat(Stream.of(good.read(), good.read()))
          .containsExactlyInAnyOrder("40020007", "3206000167" + "0001" + "2a");
    }
    await().until(() -> broker.listenerStats().connectionsOpen() == 0);
  }

  private static void sendNonsense() throws IOException {
    try (RawClient bad = new RawClient(broker.port())) {
      bad.send(connect311("bad"), publish311("x", "fine"), hex("ffffffffff"));
      assertThat(bad.read()).isEqualTo("20020000");
      assertThat(bad.isClosedByServer()).isTrue();
    }
  }
}
