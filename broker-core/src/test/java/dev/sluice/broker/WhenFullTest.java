package dev.sluice.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages for a client whose queue is full, by the rule of their topic. */
class WhenFullTest {
  private static final int ROOM = 300;
  private static final BrokerLimits LIMITS =
      Limits.with(
          l -> {
            l.inflightMax = 1;
            l.queueMessagesMax = ROOM;
            l.backlogMessagesMax = ROOM;
          });
  private static final List<TopicTreatment> RULES =
      List.of(
          new TopicTreatment(TopicFilter.of("o/#"), 4, WhenFull.OLDEST),
          new TopicTreatment(TopicFilter.of("r/#"), 4, WhenFull.REJECT),
          new TopicTreatment(TopicFilter.of("l/#"), 4, WhenFull.LATEST_ONLY));

  private TestBroker broker;
  private TestClient publisher;
  private TestClient subscriber;

  @BeforeEach
  void connect() {
    start(new KeptLog());
    subscriber = broker.connect(Connects.lasting("s")).subscribe("#", 1);
    broker.sync();
    subscriber.forget();
  }

  private void start(KeptLog log) {
    broker = new TestBroker(LIMITS);
    broker.core().treatBy(RULES);
    broker.goOnFrom(log);
    publisher = broker.connect("p").forget();
  }

  private void publish(String topic, int from, int to) {
    IntStream.range(from, to).forEach(i -> publisher.publish(topic, topic + "=" + i, 1));
    broker.sync();
  }

  private static List<String> drain(TestClient client) {
    List<String> texts = new ArrayList<>();
    List<Delivery> next = client.deliveries();
    while (!next.isEmpty()) {
      next.forEach(d -> texts.add(new String(d.message().payload().bytes(), UTF_8)));
      next.forEach(d -> client.pubAck(d.packetId()));
      next = client.deliveries();
    }
    return texts;
  }

  private TestClient comeBack() {
    TestClient back = broker.connect(Connects.lasting("s"));
    broker.sync();
    return back;
  }

  private static List<String> numbered(String topic, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> topic + "=" + i).toList();
  }

  private void nothingIsLeft() {
    broker.sync();
    assertThat(broker.journal().state().messageCount()).isZero();
    assertThat(broker.stats().queuedMessages()).isZero();
    assertThat(broker.stats().queuedBytes()).isZero();
    assertThat(broker.stats().parkedMessages()).isZero();
  }

  @Test
  void withoutARuleTheNewestIsDropped() {
    subscriber.lose();
    publish("t", 0, ROOM + 5);
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(5);
    assertThat(drain(comeBack())).isEqualTo(numbered("t", 0, ROOM));
    nothingIsLeft();
  }

  @Test
  void theOldestMakesRoomThoughItIsOnDisk() {
    subscriber.lose();
    publish("o/t", 0, ROOM + 50);
    assertThat(broker.stats().quotas().droppedOldest()).isEqualTo(50);
    assertThat(broker.stats().queuedMessages()).isEqualTo(ROOM);
    assertThat(broker.journal().state().messageCount()).isEqualTo(ROOM);
    assertThat(drain(comeBack())).isEqualTo(numbered("o/t", 50, ROOM + 50));
    assertThat(broker.stats().droppedQueueFull()).isZero();
    nothingIsLeft();
  }

  @Test
  void theOldestMakesRoomInMemory() {
    publish("o/t", 0, ROOM + 51);
    assertThat(broker.stats().quotas().droppedOldest()).isEqualTo(50);
    List<String> texts = drain(subscriber);
    assertThat(texts.get(0)).as("in flight").isEqualTo("o/t=0");
    assertThat(texts.subList(1, texts.size())).isEqualTo(numbered("o/t", 51, ROOM + 51));
    nothingIsLeft();
  }

  @Test
  void theOldestMakesRoomWhileTheJournalIsSlow() {
    subscriber.lose();
    broker.holdFetches();
    publish("o/t", 0, ROOM + 20);
    assertThat(broker.stats().queuedMessages()).isEqualTo(ROOM);
    assertThat(broker.fetches()).as("one question at a time").hasSize(1);
    answerAll();
    assertThat(broker.journal().state().messageCount()).isEqualTo(ROOM);
    TestClient back = comeBack();
    answerAll();
    assertThat(drainAnswering(back)).isEqualTo(numbered("o/t", 20, ROOM + 20));
    nothingIsLeft();
  }

  private void answerAll() {
    for (int i = 0; i < broker.fetches().size(); i++) {
      Effect.Fetch fetch = broker.fetches().get(i);
      broker.turn(core -> core.onFetched(broker.journal().fetch(fetch), broker.now()));
    }
    broker.sync();
  }

  private List<String> drainAnswering(TestClient client) {
    List<String> all = new ArrayList<>();
    List<String> some = drain(client);
    while (!some.isEmpty()) {
      all.addAll(some);
      answerAll();
      some = drain(client);
    }
    return all;
  }

  @Test
  void theOldestOfOtherRulesStays() {
    subscriber.lose();
    publish("t", 0, ROOM);
    publish("o/t", 0, 3);
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(3);
    assertThat(drain(comeBack())).isEqualTo(numbered("t", 0, ROOM));
    nothingIsLeft();
  }

  @Test
  void anMqtt5PublisherIsRefusedAndNobodyHearsOfIt() {
    TestClient other = broker.connect("other").subscribe("r/#", 1).forget();
    subscriber.lose();
    publish("r/t", 0, ROOM);
    other.deliveries().forEach(d -> other.pubAck(d.packetId()));
    publisher.forget();
    publish("r/t", ROOM, ROOM + 1);
    assertThat(publisher.packets().toString()).contains("QUOTA_EXCEEDED");
    assertThat(broker.stats().quotas().refusedQueueFull()).isEqualTo(1);
    assertThat(broker.stats().droppedQueueFull()).isZero();
    TestClient back = comeBack();
    assertThat(drain(back)).isEqualTo(numbered("r/t", 0, ROOM));
    publisher.forget();
    publish("r/t", ROOM, ROOM + 1);
    assertThat(publisher.packets().toString()).contains("PUBACK").doesNotContain("QUOTA");
  }

  @Test
  void a311PublisherIsNotAnsweredAndAfterAPauseClosedSoThatItRepeats() {
    subscriber.lose();
    publish("r/t", 0, ROOM);
    TestClient old = broker.connect(Connects.mqtt311("old", true)).forget();
    old.publish("r/t", "late", 1);
    old.publish("t", "other", 0);
    assertThat(old.packets()).isEmpty();
    broker.pass(OwedAnswers.PAUSE.minusMillis(1));
    assertThat(old.closed()).isEmpty();
    broker.pass(Duration.ofMillis(1));
    assertThat(old.closed()).contains(ReasonCode.SERVER_BUSY);
    assertThat(drain(comeBack())).doesNotContain("late");
  }

  @Test
  void atQos0ThereIsNobodyToRefuse() {
    subscriber.lose();
    publish("r/t", 0, ROOM);
    publisher.publish("r/t", "unheard", 0);
    assertThat(broker.stats().quotas().refusedQueueFull()).isZero();
    assertThat(publisher.closed()).isEmpty();
  }

  @Test
  void onlyTheNewestOfEachTopicWaitsForAClientThatIsAway() {
    subscriber.lose();
    publish("l/a", 0, 100);
    publish("l/b", 0, 50);
    publish("l/a", 100, 120);
    assertThat(broker.stats().queuedMessages()).isEqualTo(2);
    assertThat(broker.stats().quotas().droppedSuperseded()).isEqualTo(168);
    assertThat(broker.journal().state().messageCount()).isEqualTo(2);
    assertThat(drain(comeBack())).containsExactlyInAnyOrder("l/a=119", "l/b=49");
    nothingIsLeft();
  }

  @Test
  void onlyTheNewestOfEachTopicWaitsForASlowClientInThePlaceOfTheOlder() {
    publish("t", 0, 1);
    publish("l/a", 0, 1);
    publish("l/b", 0, 1);
    publish("l/c", 0, 30);
    publish("l/a", 1, 100);
    assertThat(broker.stats().queuedMessages()).isEqualTo(3);
    assertThat(drain(subscriber)).containsExactly("t=0", "l/a=99", "l/b=0", "l/c=29");
    nothingIsLeft();
  }

  @Test
  void onlyTheNewestIsThereAfterARestartToo() {
    subscriber.lose();
    publish("l/a", 0, 10);
    publish("l/b", 0, 10);
    start(broker.journal());
    assertThat(broker.stats().parkedMessages()).isEqualTo(2);
    publish("l/a", 10, 12);
    assertThat(drain(comeBack())).containsExactlyInAnyOrder("l/a=11", "l/b=9");
    nothingIsLeft();
  }

  @Test
  void whatACrashBringsBackThoughItWasSupersededIsNotDelivered() {
    subscriber.lose();
    publish("l/a", 0, 3);
    publish("l/b", 0, 1);
    KeptLog forgetful = new KeptLog();
    broker.appended().stream()
        .filter(append -> !append.record().getClass().getSimpleName().equals("Settled"))
        .forEach(append -> forgetful.add(append.sequence(), append.record()));
    start(forgetful.found());
    assertThat(broker.stats().parkedMessages()).isEqualTo(4);
    assertThat(drain(comeBack())).containsExactlyInAnyOrder("l/a=2", "l/b=0");
    nothingIsLeft();
  }

  @Test
  void whatIsOnItsWayIsNotTakenForWhatWaits() {
    publish("l/a", 0, 2);
    publish("l/b", 0, 1);
    // l/a=0 is in flight, the others wait.
    subscriber.forget();
    subscriber.lose();
    publish("l/b", 1, 2);
    assertThat(drain(comeBack())).containsExactlyInAnyOrder("l/a=0", "l/a=1", "l/b=1");
    nothingIsLeft();
  }

  @Test
  void latestOnlyHoldsWithoutAJournalToo() {
    TestBroker plain = new TestBroker(LIMITS);
    plain.core().treatBy(RULES);
    TestClient sender = plain.connect("p");
    plain.connect(Connects.lasting("s")).subscribe("#", 1).lose();
    IntStream.range(0, 20).forEach(i -> sender.publish("l/a", "a" + i, 1));
    assertThat(plain.stats().queuedMessages()).isEqualTo(1);
    assertThat(drain(plain.connect(Connects.lasting("s")))).containsExactly("a19");
  }

  @Test
  void manyTopicsComeBackFromDiskSomeAtATime() {
    BrokerLimits wide = Limits.with(l -> l.inflightMax = 1);
    broker = new TestBroker(wide);
    broker.core().treatBy(RULES);
    broker.goOnFrom(new KeptLog());
    publisher = broker.connect("p");
    broker.connect(Connects.lasting("s")).subscribe("#", 1).lose();
    for (int round = 0; round < 3; round++) {
      int value = round;
      IntStream.range(0, 2_000).forEach(i -> publisher.publish("l/" + i, value + "/" + i, 1));
    }
    broker.sync();
    assertThat(broker.stats().parkedMessages()).isEqualTo(2_000);
    assertThat(drain(comeBack()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 2_000).mapToObj(i -> "2/" + i).toList());
    nothingIsLeft();
  }
}
