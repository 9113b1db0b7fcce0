package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DurabilityTest {
  private TestBroker broker;
  private TestClient publisher;
  private TestClient subscriber;

  @BeforeEach
  void connect() {
    broker = TestBroker.withJournal(new KeptLog());
    publisher = broker.connect("p").forget();
    subscriber = broker.connect(Connects.lasting("s"));
    subscriber.subscribe("t", 2);
    broker.sync();
    subscriber.forget();
  }

  @Test
  @Tag("MQTT-4.3.2-4")
  void acknowledgesOnlyWhenItIsDurable() {
    publisher.publish("t", "x", 1);
    assertThat(publisher.packets()).isEmpty();
    broker.sync();
    assertThat(publisher.packets()).containsExactly("PUBACK #1");
  }

  @Test
  void acknowledgesAtOnceWhatNobodyDurableNeeds() {
    publisher.publish("other", "x", 1);
    publisher.publish("other", "x", 2);
    assertThat(publisher.packets()).hasSize(2);
    assertThat(broker.appended()).hasSize(2);
  }

  @Test
  @Tag("MQTT-4.6.0-2")
  @Tag("MQTT-4.6.0-3")
  @Tag("MQTT-4.6.0-4")
  @Tag("MQTT311-4.6.0-2")
  @Tag("MQTT311-4.6.0-3")
  @Tag("MQTT311-4.6.0-4")
  void anAcknowledgementWaitsForThoseBeforeItOnItsConnection() {
    TestClient other = broker.connect("q").forget();
    publisher.publish("t", "x", 1);
    publisher.publish("other", "x", 1);
    other.publish("other", "x", 1);
    assertThat(publisher.packets()).isEmpty();
    assertThat(other.packets()).hasSize(1);
    broker.sync();
    assertThat(publisher.packets())
        .hasSize(2)
        .satisfies(packets -> assertThat(packets.get(0)).isEqualTo("PUBACK #1"));
  }

  @Test
  void aConnectionThatGoesLosesItsAcknowledgementsOnly() {
    TestClient other = broker.connect("q").forget();
    publisher.publish("t", "x", 1);
    other.publish("t", "y", 1);
    publisher.lose();
    broker.sync();
    assertThat(publisher.packets()).isEmpty();
    assertThat(other.packets()).containsExactly("PUBACK #1");
    assertThat(subscriber.deliveries()).hasSize(2);
  }

  @Test
  void qos1GoesOnwardAtOnceAndQos2WhenItCannotComeTwice() {
    publisher.publish("t", "one", 1);
    assertThat(subscriber.deliveries()).hasSize(1);
    publisher.publish("t", "two", 2);
    assertThat(subscriber.deliveries()).isEmpty();
    broker.sync();
    assertThat(subscriber.deliveries()).hasSize(1);
  }

  @Test
  void nothingOvertakesADeliveryThatWaits() {
    publisher.publish("t", "two", 2);
    publisher.publish("t", "one", 1);
    assertThat(subscriber.deliveries()).isEmpty();
    broker.sync();
    assertThat(subscriber.packets()).containsExactly("PUBLISH t=two q2 #1", "PUBLISH t=one q1 #2");
  }

  @Test
  void pubRelWaitsUntilTheMessageCanNotBeSentAgain() {
    publisher.publish("t", "two", 2);
    broker.sync();
    Delivery delivery = subscriber.deliveries().get(0);
    subscriber.pubRec(delivery.packetId());
    assertThat(subscriber.packets()).isEmpty();
    broker.sync();
    assertThat(subscriber.packets()).containsExactly("PUBREL #" + delivery.packetId());
  }

  @Test
  @Tag("MQTT-4.3.3-11")
  void pubCompOfASessionThatLastsWaitsUntilTheIdentifierIsFree() {
    subscriber.publish("other", "x", 2);
    broker.sync();
    subscriber.forget();
    subscriber.releaseLast();
    assertThat(subscriber.packets()).isEmpty();
    broker.sync();
    assertThat(subscriber.packets()).singleElement().asString().startsWith("PUBCOMP");
  }

  @Test
  void subAckOfASessionThatLastsWaits() {
    subscriber.subscribe("u", 1);
    assertThat(subscriber.packets()).isEmpty();
    broker.sync();
    assertThat(subscriber.packets()).singleElement().asString().startsWith("SUBACK");
    publisher.subscribe("u", 1);
    assertThat(publisher.packets()).singleElement().asString().startsWith("SUBACK");
  }

  @Test
  void aSessionThatEndsWithItsConnectionIsNotAppended() {
    int before = broker.appended().size();
    publisher.subscribe("u", 2);
    publisher.disconnect();
    assertThat(broker.appended()).hasSize(before);
  }

  @Test
  void whileTheJournalRefusesMqtt5IsToldAndTheRestGoesOn() {
    broker.turn(BrokerCore::onJournalRefusing);
    publisher.publish("t", "x", 1);
    publisher.publish("t", "y", 2);
    assertThat(publisher.packets())
        .containsExactly("PUBACK #1 QUOTA_EXCEEDED", "PUBREC #2 QUOTA_EXCEEDED");
    publisher.publish("other", "x", 1);
    publisher.publish("t", "z", 0);
    assertThat(publisher.packets()).hasSize(1);
    assertThat(subscriber.deliveries()).hasSize(1);
    assertThat(broker.stats().refusedJournal()).isEqualTo(2);
    broker.turn(core -> core.onJournalAccepting(broker.now()));
    publisher.publish("t", "x", 1);
    broker.sync();
    assertThat(publisher.packets()).hasSize(1);
    assertThat(subscriber.deliveries()).hasSize(1);
  }

  @Test
  void whileTheJournalRefusesMqtt311IsNotAnsweredAndIsSentHomeToRepeatIt() {
    TestClient old = broker.connect(Connects.mqtt311("old", true)).forget();
    broker.turn(BrokerCore::onJournalRefusing);
    old.publish("t", "x", 1);
    old.ping();
    assertThat(old.packets()).containsExactly("PINGRESP");
    assertThat(old.closed()).isEmpty();
    broker.turn(core -> core.onJournalAccepting(broker.now()));
    assertThat(old.closed()).isPresent();
    assertThat(publisher.closed()).isEmpty();
  }

  @Test
  void aRestartBringsBackWhatIsOwed() {
    subscriber.lose();
    publisher.publish("t", "one", 1);
    publisher.publish("t", "two", 2);
    TestBroker again = TestBroker.withJournal(broker.journal());
    TestClient back = again.connect(Connects.lasting("s"));
    again.sync();
    assertThat(back.packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH t=one q1 #1", "PUBLISH t=two q2 #2");
    assertThat(again.stats().sessions()).isEqualTo(1);
    assertThat(again.stats().subscriptions()).isEqualTo(1);
  }

  @Test
  void aRestartBringsBackWhatTopicsRetainUntilItExpires() {
    publisher.retain("r/a", "kept", 1);
    publisher.retain("r/b", "gone", 1);
    publisher.retain("r/b", "", 1);
    TestBroker again = TestBroker.withJournal(broker.journal());
    TestClient reader = again.connect("reader").forget();
    reader.subscribe("r/#", 0);
    assertThat(reader.deliveries())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.message().topic()).hasToString("r/a"));
  }

  @Test
  void aRestartSendsTheWillOfAClientThatDidNotComeBack() {
    broker.connect(Connects.withWill(Connects.lasting("dying"), "wills", Duration.ofSeconds(10)));
    TestBroker again = TestBroker.withJournal(broker.journal());
    TestClient reader = again.connect("reader");
    reader.subscribe("wills", 1);
    reader.forget();
    again.pass(Duration.ofSeconds(9));
    assertThat(reader.deliveries()).isEmpty();
    again.pass(Duration.ofSeconds(2));
    assertThat(reader.deliveries()).hasSize(1);
  }

  @Test
  void aSessionEndsWhenItsTimeIsOverAlsoAcrossARestart() {
    subscriber.lose();
    TestBroker again = TestBroker.withJournal(broker.journal());
    again.pass(Duration.ofMinutes(59));
    assertThat(again.stats().sessions()).isEqualTo(1);
    again.pass(Duration.ofMinutes(2));
    assertThat(again.stats().sessions()).isZero();
    assertThat(again.appended()).isNotEmpty();
  }

  private void keepLessOf(String topic, KeepLevel level) {
    broker.core().keepBy(List.of(new KeepRule(TopicFilter.of(topic), level)));
  }

  @Test
  void topicsThatAreNotKeptAreAcknowledgedAtOnceAndNotRefused() {
    keepLessOf("t", KeepLevel.PROCESS);
    int before = broker.appended().size();
    publisher.publish("t", "x", 1);
    broker.turn(BrokerCore::onJournalRefusing);
    publisher.publish("t", "y", 1);
    assertThat(publisher.packets()).containsExactly("PUBACK #1", "PUBACK #2");
    assertThat(subscriber.deliveries()).hasSize(2);
    assertThat(broker.appended()).hasSize(before);
  }

  @Test
  void whatATopicThatIsNotKeptRetainsTakesThePlaceOfWhatWasKept() {
    publisher.retain("r", "old", 1);
    keepLessOf("r", KeepLevel.PROCESS);
    publisher.retain("r", "new", 1);
    broker.sync();
    assertThat(broker.journal().state().retainedCount()).isZero();
  }

  @Test
  void whatIsNotKeptReachesAClientThatComesBackWhateverItsQos() {
    keepLessOf("t", KeepLevel.PROCESS);
    TestClient lasting = broker.connect(Connects.lasting("lp")).forget();
    subscriber.disconnect();
    lasting.publish("t", "x", 2);
    broker.sync();
    TestClient back = broker.connect(Connects.lasting("s"));
    broker.sync();
    assertThat(back.deliveries()).hasSize(1);
  }

  @Test
  void topicsThatNeedNoDiskWaitForTheJournalButSaySo() {
    keepLessOf("t", KeepLevel.SYSTEM);
    publisher.publish("t", "x", 1);
    assertThat(publisher.packets()).isEmpty();
    assertThat(last().level()).isEqualTo(KeepLevel.SYSTEM);
    broker.sync();
    assertThat(publisher.packets()).containsExactly("PUBACK #1");
  }

  @Test
  void thatAMessageIsOwedNoMoreNeedsNoDisk() {
    publisher.publish("t", "x", 1);
    assertThat(last().level()).isEqualTo(KeepLevel.DISK);
    subscriber.pubAck(subscriber.deliveries().get(0).packetId());
    assertThat(last().record()).isInstanceOf(DurableRecord.Settled.class);
    assertThat(last().level()).isEqualTo(KeepLevel.SYSTEM);
  }

  private Effect.Append last() {
    return broker.appended().get(broker.appended().size() - 1);
  }

  @Test
  void withDurabilityInMemoryNothingIsAppended() {
    TestBroker memory = new TestBroker();
    TestClient lasting = memory.connect(Connects.lasting("s"));
    lasting.subscribe("#", 2);
    lasting.publish("t", "x", 2);
    lasting.retain("r", "x", 1);
    lasting.lose();
    assertThat(memory.appended()).isEmpty();
  }

  @Test
  void aListenerKeepsLessWhereItsTopicSaysNothing() {
    broker.core().keepBy(List.of(new KeepRule(TopicFilter.of("always"), KeepLevel.DISK)));
    subscriber.subscribe("always", 1);
    broker.sync();
    TestClient hasty = broker.connect("hasty", KeepLevel.PROCESS).forget();
    hasty.publish("t", "x", 1);
    assertThat(hasty.packets()).containsExactly("PUBACK #1");
    hasty.publish("always", "x", 1);
    assertThat(hasty.packets()).isEmpty();
    broker.sync();
    assertThat(hasty.packets()).containsExactly("PUBACK #2");
  }

  @Test
  void aListenerMayLeaveItToTheOperatingSystem() {
    TestClient hasty = broker.connect("hasty", KeepLevel.SYSTEM).forget();
    int before = broker.appended().size();
    hasty.publish("t", "x", 1);
    assertThat(broker.appended().subList(before, broker.appended().size()))
        .extracting(Effect.Append::level)
        .containsExactly(KeepLevel.SYSTEM);
  }
}
