package dev.sluice.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.Fetched;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final BrokerLimits LIMITS =
      Limits.with(
          l -> {
            l.inflightMax = 2;
            l.queueMessagesMax = 3;
            l.backlogMessagesMax = 500;
          });

  private TestBroker broker;
  private TestClient publisher;
  private TestClient subscriber;

  @BeforeEach
  void connect() {
    broker = TestBroker.withJournal(LIMITS, new KeptLog());
    publisher = broker.connect("p");
    subscriber = broker.connect(Connects.lasting("s"));
    subscriber.subscribe("t", 1);
    broker.sync();
    subscriber.forget();
    publisher.forget();
  }

  private void publish(int from, int to) {
    IntStream.range(from, to).forEach(i -> publisher.publish("t", "m" + i, 1));
    broker.sync();
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }

  /** Acknowledges whatever comes until nothing more does. */
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

  private static Message expiring(String text) {
    PublishProperties tenSeconds =
        new PublishProperties(
            OptionalInt.empty(),
            OptionalLong.of(10),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Message(TopicName.of("t"), Payload.utf8(text), Qos.AT_LEAST_ONCE, false, tenSeconds);
  }

  private TestClient comeBack() {
    TestClient back = broker.connect(Connects.lasting("s"));
    broker.sync();
    return back;
  }

  @Test
  void whatWaitsForAClientThatIsAwayIsOnDiskOnly() {
    subscriber.lose();
    publish(0, 100);
    assertThat(broker.stats().parkedMessages()).isEqualTo(100);
    assertThat(broker.stats().queuedMessages()).isEqualTo(100);
    assertThat(drain(comeBack())).isEqualTo(numbered(0, 100));
    assertThat(broker.stats().parkedMessages()).isZero();
    assertThat(broker.stats().queuedBytes()).isZero();
  }

  @Test
  void aSlowClientHoldsOnlyTheFrontOfItsQueueInMemory() {
    publish(0, 400);
    assertThat(broker.stats().queuedMessages()).isEqualTo(398);
    assertThat(broker.stats().parkedMessages()).isBetween(300L, 395L);
    assertThat(drain(subscriber)).isEqualTo(numbered(0, 400));
  }

  @Test
  void whatComesMeanwhileComesBehind() {
    subscriber.lose();
    publish(0, 10);
    broker.holdFetches();
    TestClient back = comeBack();
    publish(10, 20);
    assertThat(back.deliveries()).isEmpty();
    answer();
    assertThat(drain(back)).isEqualTo(numbered(0, 20));
  }

  private void answer() {
    Effect.Fetch last = broker.fetches().get(broker.fetches().size() - 1);
    broker.turn(core -> core.onFetched(broker.journal().fetch(last), broker.now()));
  }

  @Test
  void whatIsNotKeptWaitsForItsTurnBetweenWhatIs() {
    subscriber.lose();
    publish(0, 3);
    broker.turn(BrokerCore::onJournalRefusing);
    broker.publish(Message.of(TopicName.of("t"), Payload.utf8("m3"), Qos.AT_LEAST_ONCE));
    broker.turn(core -> core.onJournalAccepting(broker.now()));
    publish(4, 6);
    assertThat(drain(comeBack())).isEqualTo(numbered(0, 6));
  }

  @Test
  void anAnswerToAnEarlierConnectionIsNotUsed() {
    subscriber.lose();
    publish(0, 10);
    List<Effect.Fetch> asked = broker.holdFetches();
    comeBack().lose();
    Effect.Fetch old = asked.get(asked.size() - 1);
    TestClient back = comeBack();
    broker.turn(core -> core.onFetched(broker.journal().fetch(old), broker.now()));
    assertThat(back.deliveries()).isEmpty();
    answer();
    assertThat(drain(back)).isEqualTo(numbered(0, 10));
  }

  @Test
  void whatCannotBeReadIsCountedAndOwedNoMore() {
    subscriber.lose();
    publish(0, 3);
    broker.holdFetches();
    TestClient back = comeBack();
    Effect.Fetch asked = broker.fetches().get(broker.fetches().size() - 1);
    Fetched all = broker.journal().fetch(asked);
    long lost = all.messages().get(1).kept().id();
    broker.turn(
        core ->
            core.onFetched(
                new Fetched(
                    all.client(),
                    all.request(),
                    List.of(all.messages().get(0), all.messages().get(2)),
                    List.of(lost)),
                broker.now()));
    assertThat(drain(back)).containsExactly("m0", "m2");
    assertThat(broker.stats().droppedUnreadable()).isEqualTo(1);
    assertThat(broker.stats().queuedMessages()).isZero();
    broker.sync();
    assertThat(broker.journal().state().messageCount()).isZero();
  }

  @Test
  void asksAgainWhenTheJournalHasWritten() {
    subscriber.lose();
    IntStream.range(0, 5).forEach(i -> publisher.publish("t", "m" + i, 1));
    List<Effect.Fetch> asked = broker.holdFetches();
    TestClient back = broker.connect(Connects.lasting("s"));
    Effect.Fetch first = asked.get(asked.size() - 1);
    broker.turn(
        core ->
            core.onFetched(
                new Fetched(first.client(), first.request(), List.of(), List.of()), broker.now()));
    assertThat(broker.core().session(new ClientId("s")).orElseThrow().fetching()).isTrue();
    int before = asked.size();
    broker.sync();
    assertThat(asked).hasSize(before + 1);
    answer();
    assertThat(drain(back)).isEqualTo(numbered(0, 5));
  }

  @Test
  void beyondItsLimitsTheNewestIsRefused() {
    subscriber.lose();
    publish(0, 502);
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(2);
    assertThat(drain(comeBack())).isEqualTo(numbered(0, 500));
    assertThat(broker.journal().state().messageCount()).isZero();
  }

  @Test
  void aFullBacklogGivesUpWhatHasExpired() {
    subscriber.lose();
    IntStream.range(0, 500).forEach(i -> publisher.publish(expiring("m" + i)));
    broker.pass(Duration.ofSeconds(11));
    publish(500, 510);
    assertThat(broker.stats().droppedExpired()).isGreaterThan(8);
    assertThat(drain(comeBack())).contains("m509").doesNotContain("m0");
  }

  @Test
  void aRestartReadsNoneOfIt() {
    subscriber.lose();
    publish(0, 100);
    KeptLog found = broker.journal();
    broker = TestBroker.withJournal(LIMITS, found);
    assertThat(broker.stats().parkedMessages()).isEqualTo(100);
    publisher = broker.connect("p").forget();
    publish(100, 110);
    assertThat(drain(comeBack())).isEqualTo(numbered(0, 110));
    assertThat(broker.stats().queuedBytes()).isZero();
  }

  @Test
  void whatMayNotBeSeenAnyMoreIsGivenUpWhenItComesBack() {
    Denying denying = new Denying();
    broker = new TestBroker(LIMITS, denying);
    broker.goOnFrom(new KeptLog());
    publisher = broker.connect("p");
    TestClient reader = broker.connect(Connects.lasting("s"));
    reader.subscribe("t", 1).subscribe("secret", 1);
    broker.sync();
    reader.lose();
    publish(0, 3);
    publisher.publish("secret", "no", 1);
    publish(3, 5);
    denying.deny("secret");
    broker.turn(core -> core.onRightsChanged(broker.now()));
    assertThat(drain(comeBack())).isEqualTo(numbered(0, 5));
    broker.sync();
    assertThat(broker.journal().state().messageCount()).isZero();
    assertThat(broker.stats().queuedMessages()).isZero();
  }

  @Test
  void aSessionThatIsToEndWithItsConnectionStillGetsAllOfIt() {
    subscriber.lose();
    publish(0, 10);
    TestClient last = broker.connect(Connects.resumingOnce("s"));
    broker.sync();
    assertThat(drain(last)).isEqualTo(numbered(0, 10));
    last.disconnect();
    assertThat(broker.stats().sessions()).isEqualTo(1);
    assertThat(broker.journal().state().sessionCount()).isZero();
  }
}
