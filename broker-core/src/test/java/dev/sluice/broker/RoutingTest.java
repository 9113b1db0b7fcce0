package dev.sluice.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who gets a message: sessions, internal consumers, and what the server itself says. */
class RoutingTest {
  private static final int ROUTE = 4;

  private final TestBroker broker = new TestBroker();
  private final TestClient publisher = broker.connect("p").forget();

  private static Message message(String topic, int qos, boolean retain) {
    return new Message(
        TopicName.of(topic), Payload.utf8("v"), Qos.of(qos), retain, PublishProperties.NONE);
  }

  @Test
  void anInternalConsumerGetsAMessageOnce() {
    broker.core().subscribeInternal(ROUTE, TopicFilter.of("a/#"));
    broker.core().subscribeInternal(ROUTE, TopicFilter.of("a/+"));
    broker.core().subscribeInternal(ROUTE + 1, TopicFilter.of("#"));
    publisher.publish("a/b", "v", 1);
    assertThat(publisher.packets()).containsExactly("PUBACK #1");
    assertThat(broker.delivered())
        .extracting(Effect.Deliver::consumer)
        .containsExactlyInAnyOrder(ROUTE, ROUTE + 1);
    assertThat(broker.delivered())
        .allMatch(deliver -> deliver.publisher().equals(new ClientId("p")));
  }

  @Test
  void anInternalConsumerThatLeftGetsNothing() {
    broker.core().subscribeInternal(ROUTE, TopicFilter.of("a"));
    broker.core().unsubscribeInternal(ROUTE, TopicFilter.of("a"));
    publisher.publish("a", "v", 0);
    assertThat(broker.delivered()).isEmpty();
  }

  @Test
  void internalConsumersHearWillsButNotTheServer() {
    broker.core().subscribeInternal(ROUTE, TopicFilter.of("#"));
    broker.publish(message("answer", 1, false));
    assertThat(broker.delivered()).isEmpty();
    broker.connect(Connects.withWill(Connects.mqtt5("w"), "will", Duration.ZERO)).lose();
    assertThat(broker.delivered()).hasSize(1);
  }

  @Test
  void theServersMessagesReachSubscribersAndRetainedState() {
    TestClient subscriber = broker.connect("s").subscribe("answer", 2).forget();
    broker.publish(message("answer", 1, true));
    assertThat(subscriber.packets()).containsExactly("PUBLISH answer=v q1 #1");
    assertThat(broker.connect("late").subscribe("answer", 0).packets())
        .endsWith("PUBLISH answer=v q0 retain");
    assertThat(broker.stats().published()).isZero();
  }

  @Test
  void publishToReachesTheReceiverAloneAndOnlyIfItAsked() {
    TestClient receiver = broker.connect("r").subscribe("answer/#", 0).subscribe("+/x", 1).forget();
    TestClient other = broker.connect("o").subscribe("#", 1).forget();
    ClientId to = new ClientId("r");
    broker.turn(core -> core.publishTo(to, message("answer/x", 2, true), broker.now()));
    broker.turn(core -> core.publishTo(to, message("other", 2, true), broker.now()));
    broker.turn(
        core -> core.publishTo(new ClientId("?"), message("answer/x", 2, true), broker.now()));
    assertThat(receiver.packets()).containsExactly("PUBLISH answer/x=v q1 #1");
    assertThat(other.packets()).isEmpty();
    assertThat(broker.stats().retainedMessages()).isZero();
  }

  @Test
  void publishToWaitsForAReceiverThatIsAway() {
    broker.connect(Connects.lasting("r")).subscribe("answer", 1).lose();
    broker.turn(
        core -> core.publishTo(new ClientId("r"), message("answer", 1, false), broker.now()));
    assertThat(broker.connect(Connects.lasting("r")).packets()).endsWith("PUBLISH answer=v q1 #1");
  }

  @Test
  @Tag("MQTT-3.3.2-4")
  @Tag("MQTT-3.3.2-15")
  @Tag("MQTT-3.3.2-16")
  @Tag("MQTT-3.3.2-17")
  @Tag("MQTT-3.3.2-18")
  @Tag("MQTT-3.3.2-20")
  @Tag("MQTT-3.1.3-10")
  void propertiesTravelUnchanged() {
    TestClient subscriber = broker.connect("s").subscribe("t", 0).forget();
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.of(1),
            OptionalLong.empty(),
            Optional.of("text/plain"),
            Optional.of(TopicName.of("reply/p")),
            Optional.of(Payload.utf8("42")),
            List.of(new UserProperty("k", "1"), new UserProperty("k", "2")));
    Message sent =
        new Message(TopicName.of("t"), Payload.utf8("v"), Qos.AT_MOST_ONCE, false, properties);
    publisher.publish(sent);
    assertThat(subscriber.deliveries().get(0).message()).isEqualTo(sent);
  }

  @Test
  @Tag("MQTT-4.6.0-5")
  @Tag("MQTT-4.6.0-6")
  @Tag("MQTT311-4.6.0-5")
  @Tag("MQTT311-4.6.0-6")
  void messagesOfOnePublisherKeepTheirOrder() {
    TestClient subscriber = broker.connect("s").subscribe("#", 2).forget();
    for (int i = 0; i < 50; i++) {
      publisher.publish("t" + i % 3, "" + i, i % 3);
      publisher.releaseLast();
    }
    assertThat(subscriber.deliveries())
        .extracting(d -> Integer.parseInt(new String(d.message().payload().bytes(), UTF_8)))
        .isSorted()
        .hasSize(50);
  }

  @Test
  void countsWhatItRoutes() {
    broker.connect("s").subscribe("t", 0);
    broker.connect("s2").subscribe("t", 0);
    publisher.publish("t", "four", 0);
    BrokerStats stats = broker.stats();
    assertThat(stats.published()).isEqualTo(1);
    assertThat(stats.publishedBytes()).isEqualTo(4);
    assertThat(stats.delivered()).isEqualTo(2);
    assertThat(stats.deliveredBytes()).isEqualTo(8);
  }
}
