package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Publications of QoS 1 and 2 from a client (section 4.3). */
class IncomingQosTest {
  private static final Message EXACTLY_ONCE =
      Message.of(TopicName.of("t"), Payload.utf8("x"), Qos.EXACTLY_ONCE);

  private final TestBroker broker =
      new TestBroker(Limits.with(limits -> limits.receiveMaximum = 2));
  private final TestClient subscriber = broker.connect("s").subscribe("t", 2).forget();

  private TestClient publisher(Connect connect) {
    return broker.connect(connect).forget();
  }

  @Test
  @Tag("MQTT-3.3.4-1")
  @Tag("MQTT-4.3.2-4")
  @Tag("MQTT-4.4.0-1")
  @Tag("MQTT-2.2.1-5")
  @Tag("MQTT311-4.3.2-2")
  @Tag("MQTT311-2.3.1-6")
  @Tag("MQTT311-3.3.4-1")
  void acknowledgesQos1AfterItIsOnItsWay() {
    TestClient publisher = publisher(Connects.mqtt5("p"));
    publisher.publish("t", "x", 1);
    assertThat(publisher.packets()).containsExactly("PUBACK #1");
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=x q1 #1");
  }

  @Test
  @Tag("MQTT-3.4.2-1")
  void saysWhenNobodyListens() {
    TestClient publisher = publisher(Connects.mqtt5("p"));
    publisher.publish("elsewhere", "x", 1);
    publisher.publish("elsewhere", "x", 2);
    assertThat(publisher.packets())
        .containsExactly("PUBACK #1 NO_MATCHING_SUBSCRIBERS", "PUBREC #2 NO_MATCHING_SUBSCRIBERS");
    TestClient old = publisher(Connects.mqtt311("q", true));
    old.publish("elsewhere", "x", 1);
    assertThat(old.packets()).containsExactly("PUBACK #1");
  }

  @Test
  @Tag("MQTT-4.3.3-8")
  @Tag("MQTT-4.3.3-10")
  @Tag("MQTT-4.3.3-11")
  @Tag("MQTT311-4.3.3-2")
  void deliversQos2OnceHoweverOftenItIsRepeated() {
    TestClient publisher = publisher(Connects.mqtt5("p"));
    publisher.publish(EXACTLY_ONCE, 5, false);
    publisher.publish(EXACTLY_ONCE, 5, true);
    publisher.pubRel(5);
    publisher.pubRel(5);
    assertThat(publisher.packets())
        .containsExactly(
            "PUBREC #5", "PUBREC #5", "PUBCOMP #5", "PUBCOMP #5 PACKET_IDENTIFIER_NOT_FOUND");
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=x q2 #1");
    assertThat(broker.stats().published()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-4.3.3-10")
  @Tag("MQTT311-3.1.2-4")
  void remembersQos2AcrossConnections() {
    TestClient publisher = publisher(Connects.lasting("p"));
    publisher.publish(EXACTLY_ONCE, 5, false);
    publisher.lose();
    TestClient again = publisher(Connects.lasting("p"));
    again.publish(EXACTLY_ONCE, 5, true);
    again.pubRel(5);
    assertThat(again.packets()).containsExactly("PUBREC #5", "PUBCOMP #5");
    assertThat(subscriber.deliveries()).hasSize(1);
  }

  @Test
  @Tag("MQTT-4.3.3-12")
  @Tag("MQTT-4.3.2-5")
  void aReleasedIdentifierIsANewMessage() {
    TestClient publisher = publisher(Connects.mqtt5("p"));
    for (int i = 0; i < 3; i++) {
      publisher.publish(EXACTLY_ONCE, 5, false);
      publisher.pubRel(5);
    }
    assertThat(subscriber.deliveries()).hasSize(3);
  }

  @Test
  @Tag("MQTT-3.3.4-7")
  void cutsOffAClientThatExceedsTheReceiveMaximum() {
    TestClient publisher = publisher(Connects.mqtt5("p"));
    publisher.publish(EXACTLY_ONCE, 1, false);
    publisher.publish(EXACTLY_ONCE, 2, false);
    publisher.publish(EXACTLY_ONCE, 2, true);
    assertThat(publisher.closed()).isEmpty();
    publisher.publish(EXACTLY_ONCE, 3, false);
    assertThat(publisher.closed()).contains(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
    assertThat(subscriber.deliveries()).hasSize(2);
  }

  @Test
  @Tag("MQTT-4.9.0-1")
  void countsTheReceiveMaximumAnewForEachConnection() {
    TestClient publisher = publisher(Connects.lasting("p"));
    publisher.publish(EXACTLY_ONCE, 1, false);
    publisher.publish(EXACTLY_ONCE, 2, false);
    publisher.lose();
    TestClient again = publisher(Connects.lasting("p"));
    again.publish(EXACTLY_ONCE, 3, false);
    again.publish(EXACTLY_ONCE, 4, false);
    assertThat(again.packets()).containsExactly("PUBREC #3", "PUBREC #4");
    again.publish(EXACTLY_ONCE, 1, true);
    assertThat(again.closed()).contains(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
  }

  @Test
  void a311ClientKnowsNoReceiveMaximum() {
    TestClient publisher = publisher(Connects.mqtt311("p", true));
    for (int id = 1; id <= 20; id++) {
      publisher.publish(EXACTLY_ONCE, id, false);
    }
    assertThat(publisher.closed()).isEmpty();
    publisher.forget().pubRel(30);
    assertThat(publisher.packets()).containsExactly("PUBCOMP #30");
  }

  @Test
  @Tag("MQTT-2.2.1-3")
  @Tag("MQTT311-2.3.1-1")
  void aPublicationNeedsAPacketIdentifier() {
    TestClient publisher = publisher(Connects.mqtt5("p"));
    publisher.publish(EXACTLY_ONCE, 0, false);
    assertThat(publisher.closed()).contains(ReasonCode.PROTOCOL_ERROR);
    assertThat(subscriber.packets()).isEmpty();
  }
}
