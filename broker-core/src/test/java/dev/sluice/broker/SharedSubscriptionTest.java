package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shared Subscriptions (section 4.8.2): one of those who share gets each message. */
class SharedSubscriptionTest {
  private final TestBroker broker = new TestBroker();
  private final TestClient publisher = broker.connect("p").forget();

  private TestClient member(String name, int qos) {
    return broker.connect(name).subscribe("$share/g/t/#", qos).forget();
  }

  private TestClient lastingMember(String name) {
    return broker.connect(Connects.lasting(name)).subscribe("$share/g/t/#", 1).forget();
  }

  private static List<Integer> received(TestClient... members) {
    List<Integer> counts = new ArrayList<>();
    for (TestClient member : members) {
      counts.add(member.deliveries().size());
    }
    return counts;
  }

  @Test
  void membersTakeTurns() {
    TestClient a = member("a", 0);
    TestClient b = member("b", 0);
    TestClient c = member("c", 0);
    for (int i = 0; i < 9; i++) {
      publisher.publish("t/" + i, "v", 0);
    }
    assertThat(received(a, b, c)).containsExactly(3, 3, 3);
  }

  @Test
  void groupsOfOtherNamesAndPlainSubscribersHaveCopiesOfTheirOwn() {
    TestClient a = member("a", 0);
    TestClient other = broker.connect("o").subscribe("$share/h/t/#", 0).forget();
    TestClient plain = broker.connect("q").subscribe("t/#", 0).forget();
    publisher.publish("t/1", "v", 0);
    assertThat(received(a, other, plain)).containsExactly(1, 1, 1);
  }

  @Test
  @Tag("MQTT-4.8.2-3")
  void eachMemberHasTheQosThatItWasGranted() {
    TestClient a = member("a", 0);
    TestClient b = member("b", 2);
    publisher.publish("t/1", "v", 2);
    publisher.publish("t/2", "v", 2);
    assertThat(a.deliveries())
        .extracting(delivery -> delivery.qos())
        .containsOnly(Qos.AT_MOST_ONCE);
    assertThat(b.deliveries())
        .extracting(delivery -> delivery.qos())
        .containsOnly(Qos.EXACTLY_ONCE);
  }

  @Test
  void whoIsAwayIsPassedOver() {
    TestClient away = lastingMember("a");
    TestClient here = lastingMember("b");
    away.lose();
    for (int i = 0; i < 4; i++) {
      publisher.publish("t/" + i, "v", 1);
    }
    assertThat(received(here)).containsExactly(4);
  }

  @Test
  void whileAllAreAwayMessagesWaitForThem() {
    TestClient member = lastingMember("a");
    member.lose();
    publisher.publish("t/1", "v", 1);
    TestClient back = broker.connect(Connects.lasting("a"));
    assertThat(received(back)).containsExactly(1);
  }

  @Test
  void whoDoesNotKeepUpIsPassedOver() {
    TestClient slow = broker.connect(Connects.lasting("slow", 1));
    slow.subscribe("$share/g/t/#", 1).forget();
    TestClient quick = member("quick", 1);
    for (int i = 0; i < 10; i++) {
      publisher.publish("t/" + i, "v", 1);
    }
    // One in flight, and one behind it before that showed.
    assertThat(received(slow, quick)).containsExactly(1, 8);
  }

  @Test
  void whatAMemberLeavesUnacknowledgedGoesToAnother() {
    TestClient leaving = member("a", 1);
    TestClient staying = member("b", 1);
    publisher.publish("t/1", "one", 1);
    publisher.publish("t/2", "two", 1);
    assertThat(received(leaving, staying)).containsExactly(1, 1);
    leaving.lose();
    assertThat(staying.deliveries())
        .extracting(delivery -> delivery.message().topic().value())
        .containsExactly("t/1");
    assertThat(broker.stats().redeliveredShared()).isEqualTo(1);
  }

  @Test
  void whatWaitsForAMemberGoesToAnotherInOrder() {
    TestClient leaving = broker.connect(Connects.mqtt5("a")).holdFlushes();
    leaving.subscribe("$share/g/t/#", 1).forget();
    for (int i = 0; i < 5; i++) {
      publisher.publish("t/" + i, "v".repeat(100_000), 1);
    }
    TestClient staying = member("b", 1);
    leaving.lose();
    assertThat(staying.deliveries())
        .extracting(delivery -> delivery.message().topic().value())
        .containsExactly("t/0", "t/1", "t/2", "t/3", "t/4");
  }

  @Test
  @Tag("MQTT-4.8.2-4")
  @Tag("MQTT-4.8.2-5")
  void aQos2DeliveryThatHasBegunGoesToNobodyElse() {
    TestClient leaving = broker.connect(Connects.lasting("a"));
    leaving.subscribe("$share/g/t/#", 2).forget();
    publisher.publish("t/1", "v", 2);
    TestClient staying = member("b", 2);
    leaving.lose();
    TestClient back = broker.connect(Connects.lasting("a"));
    assertThat(received(back, staying)).containsExactly(1, 0);
    back.lose();
    broker.pass(Duration.ofHours(2));
    assertThat(received(staying)).containsExactly(0);
  }

  @Test
  void whatALastingMemberHasWaitsForItUntilItsSessionEnds() {
    TestClient leaving = lastingMember("a");
    publisher.publish("t/1", "v", 1);
    leaving.lose();
    TestClient staying = member("b", 1);
    passPinging(staying, Duration.ofMinutes(59));
    assertThat(received(staying)).containsExactly(0);
    passPinging(staying, Duration.ofMinutes(2));
    assertThat(received(staying)).containsExactly(1);
  }

  private void passPinging(TestClient client, Duration time) {
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      broker.pass(Duration.ofMinutes(1));
      client.ping();
    }
  }

  @Test
  @Tag("MQTT-4.8.2-6")
  void whatAMemberRefusesGoesToNobodyElse() {
    TestClient a = member("a", 1);
    publisher.publish("t/1", "v", 1);
    TestClient b = member("b", 1);
    broker.turn(
        core -> core.onPubAck(a.id(), 1, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, broker.now()));
    a.lose();
    assertThat(received(b)).containsExactly(0);
  }

  @Test
  @Tag("MQTT-3.8.3-4")
  void noLocalIsAProtocolError() {
    TestClient client = broker.connect("c").forget();
    client.subscribe(
        new Subscribe.Item(
            "$share/g/t", Qos.AT_MOST_ONCE, true, false, RetainHandling.SEND_AT_SUBSCRIBE),
        OptionalInt.empty());
    assertThat(client.closed()).contains(ReasonCode.PROTOCOL_ERROR);
  }

  @Test
  void retainedMessagesAreNotSent() {
    publisher.retain("t/r", "kept", 0);
    TestClient client = broker.connect("c").subscribe("$share/g/t/#", 0);
    assertThat(client.deliveries()).isEmpty();
  }

  @Test
  void leavingEndsTheSharing() {
    TestClient a = member("a", 0);
    TestClient b = member("b", 0);
    a.unsubscribe("$share/g/t/#");
    assertThat(a.packets()).containsExactly("UNSUBACK #2 [SUCCESS]");
    for (int i = 0; i < 3; i++) {
      publisher.publish("t/1", "v", 0);
    }
    assertThat(received(a, b)).containsExactly(0, 3);
    b.unsubscribe("$share/g/t/#");
    b.forget();
    publisher.publish("t/1", "v", 0);
    assertThat(received(b)).containsExactly(0);
    assertThat(broker.stats().subscriptions()).isZero();
  }

  @Test
  void aMemberThatSubscribesAloneTooLeavesTheGroupsCopyToAnother() {
    TestClient both = member("a", 0);
    both.subscribe("t/#", 0).forget();
    TestClient other = member("b", 0);
    for (int i = 0; i < 4; i++) {
      publisher.publish("t/1", "v", 0);
    }
    assertThat(received(both, other)).containsExactly(4, 4);
  }

  @Test
  void a311ClientMayShare() {
    TestClient old = broker.connect(Connects.mqtt311("old", true));
    old.subscribe("$share/g/t/#", 1).forget();
    publisher.publish("t/1", "v", 1);
    assertThat(received(old)).containsExactly(1);
  }

  @Test
  void isRestoredFromTheJournal() {
    TestBroker before = TestBroker.withJournal(new KeptLog());
    before.connect(Connects.lasting("a")).subscribe("$share/g/t/#", 1);
    before.sync();
    TestBroker after = TestBroker.withJournal(before.journal());
    TestClient a = after.connect(Connects.lasting("a")).forget();
    TestClient plain = after.connect("q").subscribe("$share/g/t/#", 1).forget();
    TestClient source = after.connect("p").forget();
    for (int i = 0; i < 4; i++) {
      source.publish("t/1", "v", 0);
    }
    assertThat(received(a, plain)).containsExactly(2, 2);
  }
}
