package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reaching a limit is a named, counted outcome. */
class LimitsTest {
  @Test
  @Tag("MQTT-3.1.4-2")
  @Tag("MQTT311-3.1.4-3")
  void beyondTheConnectionsTheServerIsBusy() {
    TestBroker broker = new TestBroker(Limits.with(limits -> limits.connectionsMax = 2));
    broker.connect(Connects.lasting("a"));
    broker.connect("b");
    TestClient third = broker.connect("c");
    assertThat(third.packets()).containsExactly("CONNACK SERVER_BUSY");
    assertThat(third.closed()).contains(ReasonCode.SERVER_BUSY);
    assertThat(broker.connect(Connects.lasting("a")).packets())
        .as("a take-over needs no more room")
        .containsExactly("CONNACK SUCCESS present");
  }

  @Test
  void beyondTheSessionsNewOnesAreRefused() {
    TestBroker broker = new TestBroker(Limits.with(limits -> limits.sessionsMax = 1));
    broker.connect(Connects.lasting("a")).lose();
    assertThat(broker.connect("b").packets()).containsExactly("CONNACK QUOTA_EXCEEDED");
    assertThat(broker.connect("a").packets()).containsExactly("CONNACK SUCCESS");
    assertThat(broker.stats().refusedConnects()).isEqualTo(1);
  }

  @Test
  void aTopicThatIsTooDeepIsInvalid() {
    TestBroker broker = new TestBroker(Limits.with(limits -> limits.topicLevelsMax = 2));
    TestClient client = broker.connect("c").forget();
    client.publish("a/b/c", "x", 1);
    client.subscribe("a/+/#", 1);
    client.subscribe("a/#", 1);
    assertThat(client.packets())
        .containsExactly(
            "PUBACK #1 TOPIC_NAME_INVALID",
            "SUBACK #2 [TOPIC_FILTER_INVALID]",
            "SUBACK #3 [GRANTED_QOS_1]");
    assertThat(broker.stats().refusedTopicTooDeep()).isEqualTo(2);
  }

  @Test
  void beyondTheSubscriptionsTheQuotaIsExceeded() {
    TestBroker broker = new TestBroker(Limits.with(limits -> limits.subscriptionsPerClientMax = 1));
    TestClient client = broker.connect("c").forget();
    client.subscribe("a", 1).subscribe("b", 1).subscribe("a", 2);
    assertThat(client.packets())
        .containsExactly(
            "SUBACK #1 [GRANTED_QOS_1]", "SUBACK #2 [QUOTA_EXCEEDED]", "SUBACK #3 [GRANTED_QOS_2]");
    assertThat(broker.stats().refusedSubscriptions()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-3.2.2-15")
  void aPacketThatIsTooLargeEndsTheConnection() {
    TestBroker broker = new TestBroker(Limits.with(limits -> limits.packetBytesMax = 100));
    TestClient client = broker.connect("c").forget();
    // Fixed header 2, topic 3, property length 1: 6 bytes beside the payload.
    client.publish("t", "x".repeat(94), 0);
    assertThat(client.closed()).isEmpty();
    client.publish("t", "x".repeat(95), 0);
    assertThat(client.packets()).containsExactly("DISCONNECT PACKET_TOO_LARGE");
  }

  @Test
  @Tag("MQTT-3.1.2-24")
  @Tag("MQTT-3.1.2-25")
  void aClientIsNotSentMoreThanItsMaximumPacketSize() {
    TestBroker broker = new TestBroker();
    TestClient publisher = broker.connect("p");
    TestClient small =
        broker.connect(Connects.withPacketSize(Connects.lasting("s"), 100)).subscribe("t", 1);
    small.forget();
    publisher.publish("t", "x".repeat(93), 1);
    publisher.publish("t", "y".repeat(92), 1);
    publisher.publish("t", "z".repeat(94), 0);
    assertThat(small.deliveries())
        .extracting(delivery -> delivery.message().payload().size())
        .containsExactly(92, 94);
    assertThat(broker.stats().droppedPacketTooLarge()).isEqualTo(1);
  }

  @Test
  void aRepetitionThatNoLongerFitsIsGivenUp() {
    TestBroker broker = new TestBroker();
    TestClient publisher = broker.connect("p");
    broker.connect(Connects.lasting("s")).subscribe("t", 1);
    publisher.publish("t", "x".repeat(200), 1);
    publisher.publish("t", "small", 1);
    TestClient smaller = broker.connect(Connects.withPacketSize(Connects.lasting("s"), 100));
    assertThat(smaller.packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH t=small q1 #2 dup");
  }

  @Test
  void inFlightStaysWithinTheBrokersOwnLimit() {
    TestBroker broker = new TestBroker(Limits.with(limits -> limits.inflightMax = 3));
    TestClient subscriber = broker.connect("s").subscribe("t", 1).forget();
    Message message = Message.of(TopicName.of("t"), Payload.EMPTY, Qos.AT_LEAST_ONCE);
    for (int i = 0; i < 5; i++) {
      broker.publish(message);
    }
    assertThat(subscriber.deliveries()).hasSize(3);
  }

  @Test
  void aTopicThatIsTooLongIsInvalid() {
    TestBroker broker = new TestBroker(new BrokerOptions(false, Duration.ZERO, 5, 100, ""));
    TestClient client = broker.connect("c").forget();
    client.publish("sixsix", "v", 1);
    client.subscribe("fünf", 0).subscribe("fünff", 0).subscribe("$share/group/abcdef", 0);

    assertThat(client.packets())
        .containsExactly(
            "PUBACK #1 TOPIC_NAME_INVALID",
            "SUBACK #2 [SUCCESS]",
            "SUBACK #3 [TOPIC_FILTER_INVALID]",
            "SUBACK #4 [TOPIC_FILTER_INVALID]");
  }

  @Test
  void beyondTheSubscriptionsOfAllTheQuotaIsExceeded() {
    TestBroker broker = new TestBroker(new BrokerOptions(false, Duration.ZERO, 100, 2, ""));
    TestClient one = broker.connect("one").subscribe("a", 0).forget();
    TestClient two = broker.connect("two").subscribe("a", 0).forget();
    two.subscribe("b", 0).subscribe("a", 1);
    assertThat(two.packets())
        .containsExactly("SUBACK #2 [QUOTA_EXCEEDED]", "SUBACK #3 [GRANTED_QOS_1]");
    one.disconnect();
    two.subscribe("b", 0);

    assertThat(two.packets()).containsExactly("SUBACK #4 [SUCCESS]");
  }

  @Test
  void limitsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> Limits.with(limits -> limits.queueBytesMax = 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queueBytesMax must be at least 1, not 0");
    assertThatThrownBy(() -> Limits.with(limits -> limits.receiveMaximum = 65_536))
        .hasMessage("receiveMaximum must be 1 to 65535, not 65536");
    assertThatThrownBy(
            () -> Limits.with(limits -> limits.sessionExpiryMax = Duration.ofSeconds(-1)))
        .hasMessageStartingWith("sessionExpiryMax must not be negative");
  }
}
