package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries of QoS 1 and 2 to a subscriber, and their repetition (sections 4.3, 4.4, 4.9). */
class OutgoingQosTest {
  private final TestBroker broker = new TestBroker();
  private final TestClient publisher = broker.connect("publisher");

  private TestClient subscriber(Connect connect, int qos) {
    return broker.connect(connect).subscribe("t", qos).forget();
  }

  @Test
  @Tag("MQTT-4.3.1-1")
  @Tag("MQTT-2.2.1-2")
  @Tag("MQTT311-4.3.1-1")
  @Tag("MQTT311-2.3.1-5")
  void deliversQos0WithoutPacketIdentifier() {
    TestClient subscriber = subscriber(Connects.mqtt5("s"), 0);
    publisher.publish("t", "x", 2);
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=x q0");
  }

  @Test
  @Tag("MQTT-4.3.2-1")
  @Tag("MQTT-4.3.2-2")
  @Tag("MQTT-4.3.2-3")
  @Tag("MQTT311-4.3.2-1")
  void deliversQos1UntilAcknowledged() {
    TestClient subscriber = subscriber(Connects.mqtt5("s"), 1);
    publisher.publish("t", "x", 1);
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=x q1 #1");
    subscriber.pubAck(1);
    assertThat(subscriber.packets()).isEmpty();
  }

  @Test
  @Tag("MQTT-4.3.3-1")
  @Tag("MQTT-4.3.3-2")
  @Tag("MQTT-4.3.3-3")
  @Tag("MQTT-4.3.3-4")
  @Tag("MQTT-4.3.3-5")
  @Tag("MQTT-4.3.3-6")
  @Tag("MQTT311-4.3.3-1")
  void walksThroughTheFourPacketsOfQos2() {
    TestClient subscriber = subscriber(Connects.mqtt5("s"), 2);
    publisher.publish("t", "x", 2);
    subscriber.pubRec(1);
    subscriber.pubComp(1);
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=x q2 #1", "PUBREL #1");
  }

  @Test
  @Tag("MQTT-3.3.4-9")
  @Tag("MQTT-4.9.0-1")
  @Tag("MQTT-4.9.0-2")
  void holdsBackWhatExceedsTheReceiveMaximum() {
    TestClient subscriber = subscriber(Connects.lasting("s", 2), 1);
    for (int i = 1; i <= 4; i++) {
      publisher.publish("t", "m" + i, 1);
    }
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=m1 q1 #1", "PUBLISH t=m2 q1 #2");
    subscriber.pubAck(2);
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=m3 q1 #3");
    assertThat(broker.stats().queuedMessages()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-4.4.0-1")
  @Tag("MQTT-4.6.0-1")
  @Tag("MQTT-3.3.1-1")
  @Tag("MQTT311-4.4.0-1")
  @Tag("MQTT311-4.6.0-1")
  @Tag("MQTT311-3.3.1-1")
  void repeatsInOrderOnReconnectWithDupAndTheSameIdentifiers() {
    TestClient first = subscriber(Connects.lasting("s"), 2);
    for (int i = 1; i <= 3; i++) {
      publisher.publish("t", "m" + i, 2);
    }
    first.pubRec(2);
    first.lose();
    TestClient second = broker.connect(Connects.lasting("s"));
    assertThat(second.packets())
        .containsExactly(
            "CONNACK SUCCESS present",
            "PUBREL #2",
            "PUBLISH t=m1 q2 #1 dup",
            "PUBLISH t=m3 q2 #3 dup");
  }

  @Test
  void repeatsNoMoreThanTheNewReceiveMaximumAllows() {
    TestClient first = subscriber(Connects.lasting("s"), 1);
    for (int i = 1; i <= 3; i++) {
      publisher.publish("t", "m" + i, 1);
    }
    first.lose();
    TestClient second = broker.connect(Connects.lasting("s", 1));
    assertThat(second.packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH t=m1 q1 #1 dup");
    second.pubAck(1);
    second.pubAck(2);
    second.pubAck(3);
    assertThat(second.packets())
        .containsExactly("PUBLISH t=m2 q1 #2 dup", "PUBLISH t=m3 q1 #3 dup");
  }

  @Test
  @Tag("MQTT-4.3.3-7")
  void doesNotRepeatWhatIsAcknowledgedBeforeItsTurn() {
    TestClient first = subscriber(Connects.lasting("s"), 1);
    publisher.publish("t", "m1", 1);
    publisher.publish("t", "m2", 1);
    publisher.publish("t", "m3", 1);
    first.lose();
    TestClient second = broker.connect(Connects.lasting("s", 1)).forget();
    second.pubAck(2);
    second.pubAck(1);
    assertThat(second.packets()).containsExactly("PUBLISH t=m3 q1 #3 dup");
  }

  @Test
  @Tag("MQTT-4.5.0-1")
  @Tag("MQTT311-3.1.2-5")
  void keepsMessagesOfQos1ForASessionThatIsAway() {
    subscriber(Connects.lasting("s"), 2).lose();
    publisher.publish("t", "m0", 0);
    publisher.publish("t", "m1", 1);
    assertThat(broker.connect(Connects.lasting("s")).packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH t=m1 q1 #1");
    assertThat(broker.stats().droppedOffline()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-2.2.1-4")
  @Tag("MQTT311-2.3.1-2")
  @Tag("MQTT311-2.3.1-3")
  @Tag("MQTT311-2.3.1-4")
  void neverReusesAnIdentifierThatIsInFlight() {
    TestClient subscriber = subscriber(Connects.mqtt5("s"), 1);
    publisher.publish("t", "stuck", 1);
    subscriber.forget();
    for (int i = 0; i < 65_534; i++) {
      publisher.publish("t", "", 1);
      subscriber.pubAck(subscriber.only(Delivery.class).packetId());
    }
    publisher.publish("t", "wrapped", 1);
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=wrapped q1 #2");
  }

  @Test
  @Tag("MQTT-4.3.3-4")
  @Tag("MQTT-4.4.0-2")
  void anErrorInPubRecEndsTheDelivery() {
    TestClient subscriber = subscriber(Connects.lasting("s", 1), 2);
    publisher.publish("t", "m1", 2);
    publisher.publish("t", "m2", 2);
    subscriber.forget();
    broker.turn(core -> core.onPubRec(subscriber.id(), 1, ReasonCode.QUOTA_EXCEEDED, broker.now()));
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=m2 q2 #2");
  }

  @Test
  void helpsAClientToFinishADeliveryThatTheSessionForgot() {
    TestClient subscriber = subscriber(Connects.mqtt5("s"), 2);
    subscriber.pubRec(7);
    subscriber.pubComp(7);
    subscriber.pubAck(9);
    assertThat(subscriber.packets()).containsExactly("PUBREL #7 PACKET_IDENTIFIER_NOT_FOUND");
    assertThat(subscriber.closed()).isEmpty();
  }

  @Test
  void anAcknowledgementOfTheWrongKindIsAProtocolError() {
    TestClient subscriber = subscriber(Connects.mqtt5("s"), 2);
    publisher.publish("t", "x", 2);
    subscriber.forget();
    subscriber.pubAck(1);
    assertThat(subscriber.packets()).containsExactly("DISCONNECT PROTOCOL_ERROR");
    assertThat(subscriber.closed()).contains(ReasonCode.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void anIdentifierOutOfRangeIsAProtocolError(int packetId) {
    TestClient[] clients = new TestClient[4];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = broker.connect("s" + i).forget();
    }
    clients[0].pubAck(packetId);
    clients[1].pubRec(packetId);
    clients[2].pubRel(packetId);
    clients[3].pubComp(packetId);
    for (TestClient client : clients) {
      assertThat(client.packets()).containsExactly("DISCONNECT PROTOCOL_ERROR");
    }
  }
}
