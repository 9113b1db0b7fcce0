package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.connect5;
import static dev.sluice.edge.mqtt.RawClient.hex;
import static dev.sluice.edge.mqtt.RawClient.publish311;
import static dev.sluice.edge.mqtt.RawClient.publishQos1;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.mqtt.ProtocolVersion;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every packet of the table at a real socket: who breaks the rules is told why, counted, closed,
 * and alone affected.
 */
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

  static List<NamedPacket> packets() {
    return NamedPacket.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packets")
  void isServedOrTurnedAwayAsTheTableSays(NamedPacket packet) throws Exception {
    long before = packet.fault().map(MalformedInputIT::counted).orElse(0L);
    try (RawClient client = new RawClient(broker.port())) {
      if (!packet.isSentFirst()) {
        connect(client, packet);
      }
      client.send(packet.bytes());
      if (packet.fault().isEmpty()) {
        assertServed(client, packet);
      } else {
        assertTurnedAway(client, packet, packet.fault().get());
        assertThat(counted(packet.fault().get())).isEqualTo(before + 1);
      }
    }
    assertThat(broker.listenerStats().faults()).isZero();
    assertThat(broker.brokerStats().faults()).isZero();
  }

  private static void connect(RawClient client, NamedPacket packet) throws IOException {
    boolean mqtt5 = packet.version() == ProtocolVersion.MQTT_5;
    client.send(mqtt5 ? connect5(packet.name()) : connect311(packet.name()));
    assertThat(client.read()).startsWith("20");
  }

  private static long counted(Malformation kind) {
    return broker.listenerStats().malformed().getOrDefault(kind.word(), 0L);
  }

  private static void assertServed(RawClient client, NamedPacket packet) throws IOException {
    if (packet.isSentFirst()) {
      assertThat(client.read())
          .matches(packet.version() == ProtocolVersion.MQTT_5 ? "20..0000.*" : "20020000");
    }
    client.send(RawClient.PINGREQ);
    String answer = client.read();
    // Whatever was to be acknowledged has been before.
    for (int i = 0; i < 2 && !answer.equals("d000"); i++) {
      answer = client.read();
    }
    assertThat(answer).isEqualTo("d000");
  }

  private static void assertTurnedAway(RawClient client, NamedPacket packet, Malformation kind)
      throws IOException {
    String code = String.format("%02x", kind.reason().code());
    boolean mqtt5 = packet.version() == ProtocolVersion.MQTT_5;
    boolean versionKnown =
        kind != Malformation.NO_CONNECT
            && kind != Malformation.PROTOCOL_NAME
            && !(packet.isSentFirst() && kind == Malformation.FIXED_HEADER_FLAGS);
    if (kind == Malformation.PROTOCOL_LEVEL) {
      assertThat(client.read()).isEqualTo("20020001");
    } else if (packet.isSentFirst() && mqtt5 && versionKnown) {
      assertThat(client.read()).matches("20..00" + code + ".*");
    } else if (packet.isSentFirst() && kind == Malformation.CLIENT_IDENTIFIER) {
      assertThat(client.read()).isEqualTo("20020002");
    } else if (mqtt5 && versionKnown) {
      assertThat(client.read()).matches("e0.." + code + ".*");
    }
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void closesOnAMalformedPacketBehindConnectOnlyAfterConnAck() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("early"), hex("0000"));

      assertThat(client.read()).startsWith("20");
      assertThat(client.read()).matches("e0..81.*");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void saysInWordsWhatWasWrong() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("words"), hex("0000"));
      client.read();

      assertThat(new String(hex(client.read()), java.nio.charset.StandardCharsets.UTF_8))
          .endsWith(Malformation.PACKET_TYPE.sentence());
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
