package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Retained messages (section 3.3.1.3) and their limits. */
class RetainedMessagesTest {
  private final TestBroker broker =
      new TestBroker(
          Limits.with(
              limits -> {
                limits.retainedMessagesMax = 3;
                limits.retainedBytesMax = 200;
              }));
  private final TestClient publisher = broker.connect("p").forget();

  private TestClient subscriber(String filter) {
    return broker.connect("s").subscribe(filter, 2);
  }

  private static Subscribe.Item item(RetainHandling handling, boolean noLocal) {
    return new Subscribe.Item("t", Qos.AT_LEAST_ONCE, noLocal, false, handling);
  }

  @Test
  @Tag("MQTT-3.3.1-9")
  @Tag("MQTT311-3.3.1-6")
  @Tag("MQTT311-3.3.1-8")
  void comeAfterTheSubAckWithTheFlagSet() {
    publisher.retain("a/x", "1", 1);
    publisher.retain("a/y", "2", 0);
    publisher.retain("b", "3", 1);
    assertThat(subscriber("a/+").packets())
        .containsExactlyInAnyOrder(
            "CONNACK SUCCESS",
            "SUBACK #1 [GRANTED_QOS_2]",
            "PUBLISH a/x=1 q1 #1 retain",
            "PUBLISH a/y=2 q0 retain");
  }

  @Test
  @Tag("MQTT-3.3.1-5")
  @Tag("MQTT311-3.3.1-5")
  void theLastOneCounts() {
    publisher.retain("t", "old", 1);
    publisher.retain("t", "new", 1);
    assertThat(subscriber("t").packets()).endsWith("PUBLISH t=new q1 #1 retain");
    assertThat(broker.stats().retainedMessages()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-3.3.1-6")
  @Tag("MQTT-3.3.1-7")
  @Tag("MQTT311-3.3.1-10")
  @Tag("MQTT311-3.3.1-11")
  void anEmptyPayloadRemoves() {
    TestClient present = broker.connect("present").subscribe("t", 0).forget();
    publisher.retain("t", "v", 1);
    publisher.retain("t", "", 1);
    assertThat(present.packets()).containsExactly("PUBLISH t=v q0", "PUBLISH t= q0");
    assertThat(subscriber("t").deliveries()).isEmpty();
    assertThat(broker.stats().retainedMessages()).isZero();
    assertThat(broker.stats().retainedBytes()).isZero();
  }

  @Test
  @Tag("MQTT-3.3.1-9")
  @Tag("MQTT-3.3.1-10")
  @Tag("MQTT-3.3.1-11")
  @Tag("MQTT-3.8.4-4")
  void retainHandlingDecidesWhoGetsThem() {
    publisher.retain("t", "v", 0);
    TestClient client = broker.connect("s").forget();
    client.subscribe(item(RetainHandling.DO_NOT_SEND, false), OptionalInt.empty());
    assertThat(client.deliveries()).isEmpty();
    client.subscribe(item(RetainHandling.SEND_IF_NEW, false), OptionalInt.empty());
    assertThat(client.deliveries()).isEmpty();
    client.subscribe(item(RetainHandling.SEND_AT_SUBSCRIBE, false), OptionalInt.of(4));
    assertThat(client.deliveries().get(0).subscriptionIdentifiers()).containsExactly(4);
    client.unsubscribe("t");
    client.subscribe(item(RetainHandling.SEND_IF_NEW, false), OptionalInt.empty());
    assertThat(client.deliveries()).hasSize(1);
  }

  @Test
  void noLocalHoldsForRetainedMessagesToo() {
    publisher.retain("t", "v", 0);
    publisher.forget();
    publisher.subscribe(item(RetainHandling.SEND_AT_SUBSCRIBE, true), OptionalInt.empty());
    assertThat(publisher.deliveries()).isEmpty();
  }

  @Test
  void beyondTheLimitAnMqtt5PublisherIsTold() {
    for (String topic : new String[] {"a", "b", "c", "d"}) {
      publisher.retain(topic, "v", 1);
    }
    publisher.retain("d", "v", 2);
    assertThat(publisher.packets())
        .endsWith("PUBACK #4 QUOTA_EXCEEDED", "PUBREC #5 QUOTA_EXCEEDED")
        .hasSize(5);
    assertThat(broker.stats().retainedMessages()).isEqualTo(3);
    assertThat(broker.stats().refusedRetained()).isEqualTo(2);
    assertThat(broker.stats().published()).isEqualTo(3);
  }

  @Test
  void beyondTheLimitOthersAreRoutedButNotRetained() {
    TestClient present = broker.connect("present").subscribe("t", 0).forget();
    TestClient old = broker.connect(Connects.mqtt311("old", true)).forget();
    old.retain("t", "x".repeat(200), 1);
    publisher.retain("t", "y".repeat(200), 0);
    assertThat(old.packets()).containsExactly("PUBACK #1");
    assertThat(present.deliveries()).hasSize(2);
    assertThat(broker.stats().retainedMessages()).isZero();
    assertThat(broker.stats().refusedRetained()).isEqualTo(2);
  }

  @Test
  void whatCannotBeReplacedIsNotLeftStale() {
    publisher.retain("t", "small", 0);
    publisher.retain("t", "x".repeat(200), 0);
    assertThat(broker.stats().retainedMessages()).isZero();
    assertThat(broker.stats().retainedBytes()).isZero();
  }

  @Test
  void replacingOneAtTheLimitIsNoGrowth() {
    for (String topic : new String[] {"a", "b", "c", "a"}) {
      publisher.retain(topic, "v", 1);
    }
    assertThat(broker.stats().refusedRetained()).isZero();
  }
}
