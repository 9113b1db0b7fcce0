package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.ServerLimits;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CONNECT and CONNACK (sections 3.1 and 3.2). */
class ConnectTest {
  private final TestBroker broker = new TestBroker();

  @Test
  @Tag("MQTT-3.1.4-5")
  @Tag("MQTT-3.2.2-8")
  @Tag("MQTT311-3.2.0-1")
  void tellsAnMqtt5ClientWhatItNeedsToKnow() {
    ConnAck connAck = broker.connect(Connects.mqtt5("c")).only(ConnAck.class);
    assertThat(connAck)
        .isEqualTo(
            new ConnAck(
                ReasonCode.SUCCESS,
                false,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(new ServerLimits(1_024, 1 << 20))));
  }

  @Test
  @Tag("MQTT311-3.2.2-1")
  @Tag("MQTT311-3.2.2-3")
  void tellsA311ClientNothingItCannotRead() {
    ConnAck connAck = broker.connect(Connects.mqtt311("", true)).only(ConnAck.class);
    assertThat(connAck)
        .isEqualTo(
            new ConnAck(
                ReasonCode.SUCCESS,
                false,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  @Tag("MQTT-3.1.3-6")
  @Tag("MQTT-3.1.3-7")
  @Tag("MQTT-3.2.2-16")
  @Tag("MQTT311-3.1.3-6")
  @Tag("MQTT311-3.1.3-7")
  void assignsAClientIdentifierThatServesToComeBack() {
    ConnAck first = broker.connect(Connects.lasting("")).only(ConnAck.class);
    String assigned = first.assignedClientId().orElseThrow().value();
    ConnAck other = broker.connect(Connects.lasting("")).only(ConnAck.class);
    assertThat(other.assignedClientId()).isPresent().isNotEqualTo(first.assignedClientId());
    ConnAck again = broker.connect(Connects.lasting(assigned)).only(ConnAck.class);
    assertThat(again.sessionPresent()).isTrue();
    assertThat(again.assignedClientId()).isEmpty();
  }

  @Test
  @Tag("MQTT311-3.1.3-8")
  @Tag("MQTT311-3.2.2-4")
  @Tag("MQTT311-3.2.2-5")
  void refusesANamelessSessionOf311() {
    TestClient client = broker.connect(Connects.mqtt311("", false));
    assertThat(client.packets()).containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
    assertThat(client.closed()).contains(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
    assertThat(broker.stats().refusedConnects()).isEqualTo(1);
    assertThat(broker.stats().sessions()).isZero();
  }

  @Test
  @Tag("MQTT-3.1.3-5")
  @Tag("MQTT-3.1.3-8")
  @Tag("MQTT311-3.1.3-5")
  void measuresTheClientIdentifierInBytes() {
    assertThat(broker.connect("ä".repeat(128)).packets()).containsExactly("CONNACK SUCCESS");
    assertThat(broker.connect("ä".repeat(128) + "x").packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
  }

  @Test
  @Tag("MQTT-3.1.2-21")
  @Tag("MQTT-3.2.2-21")
  @Tag("MQTT-3.2.2-22")
  void overridesTheKeepAliveOfMqtt5Only() {
    Connect none = Connects.withKeepAlive(Connects.mqtt5("c"), 0);
    assertThat(broker.connect(none).only(ConnAck.class).serverKeepAliveSeconds()).hasValue(1_800);
    Connect tooLong = Connects.withKeepAlive(Connects.mqtt5("d"), 1_801);
    assertThat(broker.connect(tooLong).only(ConnAck.class).serverKeepAliveSeconds())
        .hasValue(1_800);
    TestClient old = broker.connect(Connects.withKeepAlive(Connects.mqtt311("e", true), 0));
    broker.pass(Duration.ofDays(1));
    assertThat(old.closed()).isEmpty();
  }

  @Test
  void saysWhenTheSessionExpiryIsLessThanAsked() {
    Connect forEver =
        new Connect(
            ProtocolVersion.MQTT_5,
            "c",
            true,
            60,
            Connect.NEVER,
            10,
            Integer.MAX_VALUE,
            Optional.empty());
    assertThat(broker.connect(forEver).only(ConnAck.class).sessionExpiry())
        .contains(Duration.ofDays(7));
    assertThat(broker.connect(Connects.lasting("d")).only(ConnAck.class).sessionExpiry()).isEmpty();
  }

  @Test
  @Tag("MQTT-3.1.0-2")
  @Tag("MQTT311-3.1.0-2")
  void aSecondConnectIsAProtocolError() {
    TestClient client = broker.connect("c").forget();
    broker.turn(core -> core.onConnect(client.id(), Connects.mqtt5("c"), broker.now()));
    assertThat(client.packets()).containsExactly("DISCONNECT PROTOCOL_ERROR");
    assertThat(client.closed()).contains(ReasonCode.PROTOCOL_ERROR);
    assertThat(broker.stats().protocolErrors()).isEqualTo(1);
    assertThat(broker.stats().connections()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0,1000,60", "10,0,60", "10,1000,-1"})
  @Tag("MQTT-3.1.4-1")
  @Tag("MQTT-3.1.4-2")
  @Tag("MQTT-3.2.2-6")
  @Tag("MQTT-3.2.2-7")
  @Tag("MQTT-3.14.0-1")
  void refusesFieldsThatTheProtocolForbids(int receiveMaximum, int packetSize, int keepAlive) {
    Connect connect =
        new Connect(
            ProtocolVersion.MQTT_5,
            "c",
            true,
            keepAlive,
            Duration.ZERO,
            receiveMaximum,
            packetSize,
            Optional.empty());
    assertThat(broker.connect(connect).packets()).containsExactly("CONNACK PROTOCOL_ERROR");
  }

  @Test
  void packetsOfUnknownConnectionsAreIgnored() {
    TestClient client = broker.connect("c").forget();
    client.lose();
    client.ping();
    client.publish("t", "x", 1);
    client.subscribe("t", 1);
    client.lose();
    assertThat(client.packets()).isEmpty();
    assertThat(broker.stats().published()).isZero();
  }

  @Test
  @Tag("MQTT-4.13.1-1")
  @Tag("MQTT-4.13.2-1")
  @Tag("MQTT311-4.8.0-1")
  void malformedBytesEndTheConnectionWithTheirReason() {
    TestClient five = broker.connect("c").forget();
    TestClient three = broker.connect(Connects.mqtt311("d", true)).forget();
    for (TestClient client : new TestClient[] {five, three}) {
      broker.turn(core -> core.onMalformed(client.id(), ReasonCode.MALFORMED_PACKET, broker.now()));
      assertThat(client.closed()).contains(ReasonCode.MALFORMED_PACKET);
    }
    assertThat(five.packets()).containsExactly("DISCONNECT MALFORMED_PACKET");
    assertThat(three.packets()).isEmpty();
    assertThat(broker.stats().protocolErrors()).isEqualTo(2);
  }
}
