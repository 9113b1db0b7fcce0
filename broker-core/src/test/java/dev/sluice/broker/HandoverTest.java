package dev.sluice.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a member of a Shared Subscription whose session ends, with a journal. */
class HandoverTest {
  private static final int MANY = 700;
  private static final String SHARED = "$share/g/t/#";

  private TestBroker broker = TestBroker.withJournal(new KeptLog());
  private TestClient publisher = broker.connect("p").forget();

  /** Clean Start, and a session that outlives its connection by an hour. */
  private static Connect fresh(String clientId) {
    return new Connect(
        ProtocolVersion.MQTT_5,
        clientId,
        true,
        60,
        Duration.ofHours(1),
        65_535,
        Integer.MAX_VALUE,
        Optional.empty());
  }

  private TestClient member(String name, int qos) {
    TestClient client = broker.connect(Connects.lasting(name)).subscribe(SHARED, qos);
    broker.sync();
    return client.forget();
  }

  private void publish(int from, int to, int qos) {
    for (int i = from; i < to; i++) {
      publisher.publish("t/x", "m" + i, qos);
      if (qos == 2) {
        publisher.releaseLast();
      }
    }
    broker.sync();
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }

  /** Acknowledges whatever comes until nothing more does. */
  private List<String> drain(TestClient client) {
    List<String> texts = new ArrayList<>();
    broker.sync();
    List<Delivery> next = client.deliveries();
    while (!next.isEmpty()) {
      for (Delivery delivery : next) {
        texts.add(new String(delivery.message().payload().bytes(), UTF_8));
        if (delivery.qos() == Qos.AT_LEAST_ONCE) {
          client.pubAck(delivery.packetId());
        } else if (delivery.qos() == Qos.EXACTLY_ONCE) {
          client.pubRec(delivery.packetId());
          broker.sync();
          client.pubComp(delivery.packetId());
        }
      }
      client.flushAll();
      broker.sync();
      next = client.deliveries();
    }
    return texts;
  }

  private void passPinging(Duration time, TestClient... clients) {
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      broker.pass(Duration.ofMinutes(1));
      List.of(clients).forEach(TestClient::ping);
    }
  }

  private void awayWithBacklog(String name, int qos) {
    TestClient leaving = member(name, qos);
    leaving.lose();
    publish(0, MANY, qos);
  }

  private int owed() {
    return broker.journal().state().messageCount();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatIsParkedGoesToAnotherInOrderWhenTheSessionExpires(int qos) {
    awayWithBacklog("a", qos);
    TestClient staying = member("b", qos);
    passPinging(Duration.ofMinutes(61), staying, publisher);
    assertThat(drain(staying)).isEqualTo(numbered(0, MANY));
    assertThat(broker.stats().redeliveredShared()).isEqualTo(MANY);
    assertThat(broker.core().handover().size()).isZero();
    assertThat(owed()).isZero();
    assertThat(broker.journal().state().sessionCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void alsoWhenItsClientEndsItWithoutReadingThem(int qos) {
    awayWithBacklog("a", qos);
    TestClient back = broker.connect(Connects.lasting("a", 1)).holdFlushes();
    broker.sync();
    TestClient staying = member("b", qos);
    broker.turn(
        core -> core.onDisconnect(back.id(), ReasonCode.SUCCESS, Duration.ZERO, broker.now()));
    List<String> arrived = drain(staying);
    // Of QoS 2 the one that had been sent is nobody else's.
    assertThat(arrived).isEqualTo(numbered(qos - 1, MANY));
    assertThat(owed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void alsoWhenItsClientStartsClean(int qos) {
    awayWithBacklog("a", qos);
    TestClient staying = member("b", qos);
    TestClient again = broker.connect(fresh("a"));
    assertThat(again.only(ConnAck.class).sessionPresent()).isFalse();
    assertThat(drain(staying)).isEqualTo(numbered(0, MANY));
    assertThat(drain(again)).isEmpty();
    assertThat(owed()).isZero();
  }

  @Test
  void whatTheNextSessionOfTheSameClientIsOwedStaysApart() {
    awayWithBacklog("a", 1);
    TestClient staying = member("b", 1);
    List<Effect.Fetch> asked = broker.holdFetches();
    TestClient again = broker.connect(fresh("a")).subscribe("own", 1);
    broker.sync();
    again.lose();
    publisher.publish("own", "mine", 1);
    broker.sync();
    answerAll(asked);
    assertThat(drainAnswering(staying, asked)).isEqualTo(numbered(0, MANY));
    TestClient back = broker.connect(Connects.lasting("a")).forget();
    assertThat(drainAnswering(back, asked)).containsExactly("mine");
    assertThat(owed()).isZero();
  }

  @Test
  void theNextSessionOfTheSameClientMayEndBeforeAllIsHandedOver() {
    awayWithBacklog("a", 1);
    TestClient staying = member("b", 1);
    List<Effect.Fetch> asked = broker.holdFetches();
    TestClient again = broker.connect(fresh("a"));
    broker.turn(
        core -> core.onDisconnect(again.id(), ReasonCode.SUCCESS, Duration.ZERO, broker.now()));
    assertThat(drainAnswering(staying, asked)).isEqualTo(numbered(0, MANY));
    assertThat(owed()).isZero();
    assertThat(broker.journal().state().sessionCount()).isEqualTo(1);
  }

  private void answerAll(List<Effect.Fetch> asked) {
    while (!asked.isEmpty()) {
      Effect.Fetch next = asked.remove(0);
      broker.turn(core -> core.onFetched(broker.journal().fetch(next), broker.now()));
      broker.sync();
    }
  }

  private List<String> drainAnswering(TestClient client, List<Effect.Fetch> asked) {
    List<String> texts = new ArrayList<>();
    List<String> more;
    do {
      answerAll(asked);
      more = drain(client);
      texts.addAll(more);
    } while (!more.isEmpty() || !asked.isEmpty());
    return texts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aCrashInBetweenLeavesTheRestToTheNextProcessAndNothingTwice(int qos) {
    for (int answered = 0; answered < 4; answered++) {
      broker = TestBroker.withJournal(new KeptLog());
      publisher = broker.connect("p").forget();
      awayWithBacklog("a", qos);
      TestClient staying = member("b", qos);
      staying.lose();
      List<Effect.Fetch> asked = broker.holdFetches();
      broker.pass(Duration.ofMinutes(59));
      TestClient back = broker.connect(Connects.lasting("b", 1)).forget();
      passPinging(Duration.ofMinutes(3), back);
      for (int i = 0; i < answered && !asked.isEmpty(); i++) {
        Effect.Fetch next = asked.remove(0);
        broker.turn(core -> core.onFetched(broker.journal().fetch(next), broker.now()));
      }
      TestBroker after = TestBroker.withJournal(broker.journal());
      broker = after;
      TestClient next = broker.connect(Connects.lasting("b"));
      // The clock of a test begins anew with each process.
      passPinging(Duration.ofMinutes(62), next);
      assertThat(drain(next)).as("after %d answers", answered).isEqualTo(numbered(0, MANY));
      assertThat(owed()).isZero();
    }
  }

  @Test
  void nothingIsHandedOverWhileTheJournalTakesNothing() {
    awayWithBacklog("a", 1);
    TestClient staying = member("b", 1);
    broker.turn(BrokerCore::onJournalRefusing);
    passPinging(Duration.ofMinutes(61), staying, publisher);
    assertThat(drain(staying)).isEmpty();
    assertThat(owed()).isEqualTo(MANY);
    broker.turn(core -> core.onJournalAccepting(broker.now()));
    assertThat(drain(staying)).isEqualTo(numbered(0, MANY));
  }

  @Test
  void whereNobodyElseIsInTheGroupItEndsWithTheSession() {
    awayWithBacklog("a", 1);
    broker.pass(Duration.ofMinutes(61));
    assertThat(owed()).isZero();
    assertThat(broker.core().handover().size()).isZero();
    assertThat(broker.journal().state().sessionCount()).isZero();
  }

  @Test
  void aMemberThatIsAwayGetsItWhenItComes() {
    awayWithBacklog("a", 1);
    broker.pass(Duration.ofMinutes(59));
    member("b", 1).lose();
    broker.pass(Duration.ofMinutes(2));
    broker.sync();
    TestClient back = broker.connect(Connects.lasting("b"));
    assertThat(drain(back)).isEqualTo(numbered(0, MANY));
  }

  @Test
  void whatItSubscribedToAloneAsWellEndsWithTheSession() {
    TestClient leaving = member("a", 1);
    leaving.subscribe("t/x", 1);
    leaving.lose();
    publish(0, 5, 1);
    TestClient staying = member("b", 1);
    passPinging(Duration.ofMinutes(61), staying, publisher);
    assertThat(drain(staying)).isEmpty();
    assertThat(owed()).isZero();
  }

  @Test
  void aQos2IdentifierThatNobodyHasSeenIsNoDeliveryThatHasBegun() {
    member("b", 2).lose();
    TestClient leaving = member("a", 2);
    publisher.publish("t/x", "m0", 2);
    assertThat(leaving.deliveries()).as("its identifier is not durable yet").isEmpty();
    broker.turn(
        core -> core.onDisconnect(leaving.id(), ReasonCode.SUCCESS, Duration.ZERO, broker.now()));
    broker.sync();
    TestClient back = broker.connect(Connects.lasting("b"));
    assertThat(drain(back)).containsExactly("m0");
    assertThat(leaving.deliveries()).isEmpty();
  }
}
