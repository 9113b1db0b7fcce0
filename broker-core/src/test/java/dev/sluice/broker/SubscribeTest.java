package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import dev.sluice.mqtt.Unsubscribe;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE, UNSUBSCRIBE and what overlapping subscriptions come to (sections 3.8 to 3.11). */
class SubscribeTest {
  private final TestBroker broker = new TestBroker();
  private final TestClient client = broker.connect("c").forget();
  private final TestClient publisher = broker.connect("p").forget();

  private static Subscribe.Item item(String filter, int qos) {
    return new Subscribe.Item(filter, Qos.of(qos), false, false, RetainHandling.SEND_AT_SUBSCRIBE);
  }

  private void subscribe(Subscribe subscribe) {
    broker.turn(core -> core.onSubscribe(client.id(), subscribe, broker.now()));
  }

  @Test
  @Tag("MQTT-3.8.4-1")
  @Tag("MQTT-3.8.4-2")
  @Tag("MQTT-3.8.4-5")
  @Tag("MQTT-3.8.4-6")
  @Tag("MQTT-3.8.4-7")
  @Tag("MQTT-3.9.3-1")
  @Tag("MQTT-3.9.3-2")
  @Tag("MQTT-2.2.1-6")
  @Tag("MQTT311-3.8.4-1")
  @Tag("MQTT311-3.8.4-2")
  @Tag("MQTT311-3.8.4-4")
  @Tag("MQTT311-3.8.4-5")
  @Tag("MQTT311-3.9.3-1")
  @Tag("MQTT311-2.3.1-7")
  void answersEachItemInOrder() {
    subscribe(
        new Subscribe(
            7,
            List.of(item("a", 0), item("b/#", 2), item("b#", 1), item("$share//a", 1)),
            OptionalInt.empty()));
    assertThat(client.packets())
        .containsExactly(
            "SUBACK #7 [SUCCESS, GRANTED_QOS_2, TOPIC_FILTER_INVALID," + " TOPIC_FILTER_INVALID]");
    assertThat(broker.stats().subscriptions()).isEqualTo(2);
  }

  @Test
  @Tag("MQTT-3.3.4-2")
  @Tag("MQTT-3.3.4-3")
  @Tag("MQTT-3.3.4-4")
  @Tag("MQTT-3.8.4-8")
  @Tag("MQTT311-3.3.5-1")
  @Tag("MQTT311-3.8.4-6")
  void deliversOnceForOverlappingFiltersWithTheHighestQosAndAllIdentifiers() {
    client.subscribe(item("t/#", 0), OptionalInt.of(3));
    client.subscribe(item("t/+", 2), OptionalInt.of(5));
    client.subscribe(item("t/x", 1), OptionalInt.empty());
    client.forget();
    publisher.publish("t/x", "v", 2);
    List<Delivery> deliveries = client.deliveries();
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).qos()).isEqualTo(Qos.EXACTLY_ONCE);
    assertThat(deliveries.get(0).subscriptionIdentifiers()).containsExactlyInAnyOrder(3, 5);
  }

  @Test
  void oneMessagesMatchesDoNotLeakIntoTheNext() {
    client.subscribe(item("#", 0), OptionalInt.of(3));
    client.subscribe(item("t", 2), OptionalInt.of(5));
    client.forget();
    publisher.publish("t", "v", 2);
    publisher.publish("u", "v", 2);
    Delivery second = client.deliveries().get(1);
    assertThat(second.qos()).isEqualTo(Qos.AT_MOST_ONCE);
    assertThat(second.subscriptionIdentifiers()).containsExactly(3);
  }

  @Test
  void a311SuccessorOfAnMqtt5SessionSeesNoIdentifiers() {
    TestClient five = broker.connect(Connects.lasting("s"));
    five.subscribe(item("t", 1), OptionalInt.of(9));
    five.lose();
    TestClient three = broker.connect(Connects.mqtt311("s", false)).forget();
    publisher.publish("t", "v", 1);
    assertThat(three.only(Delivery.class).subscriptionIdentifiers()).isEmpty();
  }

  @Test
  @Tag("MQTT-3.8.4-3")
  @Tag("MQTT311-3.8.4-3")
  void subscribingAgainReplacesTheOptions() {
    client.subscribe("t", 2).subscribe("t", 0).forget();
    publisher.publish("t", "v", 2);
    assertThat(client.packets()).containsExactly("PUBLISH t=v q0");
    assertThat(broker.stats().subscriptions()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-3.8.3-3")
  void noLocalKeepsAClientFromHearingItself() {
    client.subscribe(
        new Subscribe.Item("t", Qos.AT_MOST_ONCE, true, false, RetainHandling.SEND_AT_SUBSCRIBE),
        OptionalInt.empty());
    client.forget();
    client.publish("t", "own", 0);
    publisher.publish("t", "other", 0);
    assertThat(client.packets()).containsExactly("PUBLISH t=other q0");
  }

  @Test
  @Tag("MQTT-3.3.1-12")
  @Tag("MQTT-3.3.1-13")
  @Tag("MQTT311-3.3.1-9")
  void retainAsPublishedKeepsTheFlag() {
    client.subscribe(
        new Subscribe.Item("t", Qos.AT_MOST_ONCE, false, true, RetainHandling.SEND_AT_SUBSCRIBE),
        OptionalInt.empty());
    TestClient plain = broker.connect("plain").subscribe("t", 0).forget();
    client.forget();
    publisher.retain("t", "v", 0);
    assertThat(client.packets()).containsExactly("PUBLISH t=v q0 retain");
    assertThat(plain.packets()).containsExactly("PUBLISH t=v q0");
  }

  @Test
  @Tag("MQTT-3.10.4-1")
  @Tag("MQTT-3.10.4-2")
  @Tag("MQTT-3.10.4-4")
  @Tag("MQTT-3.10.4-5")
  @Tag("MQTT-3.10.4-6")
  @Tag("MQTT-3.11.3-1")
  @Tag("MQTT-3.11.3-2")
  @Tag("MQTT311-3.10.4-1")
  @Tag("MQTT311-3.10.4-2")
  @Tag("MQTT311-3.10.4-4")
  @Tag("MQTT311-3.10.4-5")
  @Tag("MQTT311-3.10.4-6")
  void unsubscribeSaysWhatExisted() {
    client.subscribe("a", 0).forget();
    client.unsubscribe("a", "b", "c#");
    assertThat(client.packets())
        .containsExactly("UNSUBACK #2 [SUCCESS, NO_SUBSCRIPTION_EXISTED, TOPIC_FILTER_INVALID]");
    publisher.publish("a", "v", 0);
    assertThat(client.packets()).isEmpty();
    assertThat(broker.stats().subscriptions()).isZero();
  }

  @Test
  @Tag("MQTT-3.10.4-3")
  @Tag("MQTT311-3.10.4-3")
  void whatIsUnderWayIsFinishedAfterUnsubscribing() {
    client.subscribe("a", 2).forget();
    publisher.publish("a", "v", 2);
    client.unsubscribe("a");
    client.forget().pubRec(1);
    assertThat(client.packets()).containsExactly("PUBREL #1");
  }

  @Test
  @Tag("MQTT-3.8.3-2")
  @Tag("MQTT-3.10.3-2")
  void emptyPacketsAreProtocolErrors() {
    subscribe(new Subscribe(1, List.of(), OptionalInt.empty()));
    assertThat(client.closed()).contains(ReasonCode.PROTOCOL_ERROR);
    broker.turn(
        core -> core.onUnsubscribe(publisher.id(), new Unsubscribe(1, List.of()), broker.now()));
    assertThat(publisher.closed()).contains(ReasonCode.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 268_435_456})
  void anIdentifierOutOfRangeIsAProtocolError(int identifier) {
    subscribe(new Subscribe(1, List.of(item("a", 0)), OptionalInt.of(identifier)));
    assertThat(client.closed()).contains(ReasonCode.PROTOCOL_ERROR);
    assertThat(broker.stats().subscriptions()).isZero();
  }
}
