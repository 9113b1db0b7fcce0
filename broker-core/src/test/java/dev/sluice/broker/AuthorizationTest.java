package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of what a client may not do. */
class AuthorizationTest {
  private final TestBroker broker = new TestBroker(BrokerLimits.DEFAULT, new Denying("secret"));
  private final TestClient five = broker.connect("five").forget();
  private final TestClient three = broker.connect(Connects.mqtt311("three", true)).forget();

  @Test
  @Tag("MQTT-3.4.2-1")
  @Tag("MQTT-3.5.2-1")
  void anMqtt5PublisherIsTold() {
    five.publish("secret", "x", 0);
    five.publish("secret", "x", 1);
    five.publish("secret", "x", 2);
    assertThat(five.packets())
        .containsExactly("PUBACK #1 NOT_AUTHORIZED", "PUBREC #2 NOT_AUTHORIZED");
    assertThat(broker.stats().refusedNotAuthorized()).isEqualTo(3);
    assertThat(broker.stats().published()).isZero();
  }

  @Test
  @Tag("MQTT-4.3.3-9")
  void aRefusedQos2FlowIsOver() {
    five.publish("secret", "x", 2);
    five.forget().pubRel(1);
    assertThat(five.packets()).containsExactly("PUBCOMP #1 PACKET_IDENTIFIER_NOT_FOUND");
  }

  @Test
  @Tag("MQTT311-3.3.5-2")
  void a311PublisherIsAcknowledgedButNotHeard() {
    three.retain("secret", "x", 1);
    three.publish("secret", "x", 2);
    three.pubRel(2);
    assertThat(three.packets()).containsExactly("PUBACK #1", "PUBREC #2", "PUBCOMP #2");
    assertThat(broker.stats().retainedMessages()).isZero();
    assertThat(broker.stats().published()).isZero();
  }

  @Test
  void aSubscriptionIsRefusedAlone() {
    five.subscribe("secret/#", 1).subscribe("open", 1);
    assertThat(five.packets())
        .containsExactly("SUBACK #1 [NOT_AUTHORIZED]", "SUBACK #2 [GRANTED_QOS_1]");
  }

  @Test
  void aWillNeedsTheRightToo() {
    TestClient client =
        broker.connect(Connects.withWill(Connects.mqtt5("w"), "secret", Duration.ZERO));
    assertThat(client.packets()).containsExactly("CONNACK NOT_AUTHORIZED");
  }

  @Test
  void aResponseTopicNeedsTheRightToo() {
    for (String responseTopic : new String[] {"secret", "$SYS/x"}) {
      PublishProperties properties =
          new PublishProperties(
              OptionalInt.empty(),
              OptionalLong.empty(),
              Optional.empty(),
              Optional.of(TopicName.of(responseTopic)),
              Optional.empty(),
              List.of());
      five.publish(
          new Message(TopicName.of("open"), Payload.EMPTY, Qos.AT_LEAST_ONCE, false, properties));
    }
    assertThat(five.packets())
        .containsExactly("PUBACK #1 NOT_AUTHORIZED", "PUBACK #2 NOT_AUTHORIZED");
  }

  @Test
  @Tag("MQTT-4.7.2-1")
  void theServersTopicsAreNotForClients() {
    TestClient watcher = broker.connect("w").subscribe("$SYS/#", 1).forget();
    five.publish("$SYS/x", "x", 1);
    three.publish("$SYS/x", "x", 1);
    assertThat(five.packets()).containsExactly("PUBACK #1 NOT_AUTHORIZED");
    assertThat(three.packets()).containsExactly("PUBACK #1");
    assertThat(watcher.packets()).isEmpty();
    assertThat(broker.stats().refusedReservedTopic()).isEqualTo(2);
  }
}
