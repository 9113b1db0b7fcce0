package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits for whom, and for how long. A queue here has room for 400 messages. */
class BackpressureTest {
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final int LAGS = 50;
  private static final int CAUGHT_UP = 25;

  private TestBroker broker = with(limits -> {});
  private TestClient publisher = broker.connect("publisher");

  private static TestBroker with(Consumer<Limits> change) {
    return new TestBroker(
        Limits.with(
            limits -> {
              limits.inflightMax = 1;
              limits.queueMessagesMax = 400;
              change.accept(limits);
            }));
  }

  private void startAgain(Consumer<Limits> change) {
    broker = with(change);
    publisher = broker.connect("publisher");
  }

  private TestClient subscriber(String name) {
    return broker.connect(name).subscribe("t", 1).forget();
  }

  /** One is in flight, the others wait. */
  private void publish(int count) {
    publish(publisher, count);
  }

  private static void publish(TestClient from, int count) {
    IntStream.range(0, count).forEach(i -> from.publish("t", "m" + i, 1));
  }

  /** Acknowledges so many, each as soon as it has come. */
  private static void take(TestClient subscriber, int count) {
    List<Delivery> arrived = new ArrayList<>(subscriber.deliveries());
    for (int i = 0; i < count; i++) {
      subscriber.pubAck(arrived.remove(0).packetId());
      arrived.addAll(subscriber.deliveries());
    }
  }

  private BrokerStats.Holds holds() {
    return broker.stats().holds();
  }

  @Test
  void holdsAPublisherFromAnEighthOfTheQueueUntilASixteenth() {
    TestClient slow = subscriber("slow");
    publish(LAGS);
    assertThat(publisher.isHeld()).isFalse();
    publish(1);
    assertThat(publisher.isHeld()).isTrue();
    assertThat(holds().publishers()).isOne();

    slow.pubAck(1);
    for (int id = 2; id < LAGS - CAUGHT_UP; id++) {
      slow.pubAck(id);
    }
    assertThat(publisher.isHeld()).isTrue();
    slow.pubAck(LAGS - CAUGHT_UP);
    assertThat(publisher.isHeld()).isFalse();
    assertThat(holds().publishers()).isZero();
    assertThat(holds().timedOut()).isZero();
  }

  @Test
  void bytesCountAsMessagesDo() {
    startAgain(limits -> limits.queueBytesMax = 8_000);
    subscriber("slow");
    publisher.publish("t", "first", 1);
    publisher.publish("t", "x".repeat(500), 1);
    assertThat(publisher.isHeld()).isFalse();
    publisher.publish("t", "x".repeat(500), 1);
    assertThat(publisher.isHeld()).isTrue();
  }

  @Test
  void qos0ThatTheSocketDoesNotTakeCountsToo() {
    startAgain(limits -> limits.transmitCreditBytes = 1);
    TestClient slow = subscriber("slow").holdFlushes();
    IntStream.range(0, LAGS + 1).forEach(i -> publisher.publish("t", "m", 0));
    assertThat(publisher.isHeld()).isTrue();
    slow.flushAll();
    assertThat(publisher.isHeld()).isFalse();
  }

  @Test
  void whatIsKeptOnDiskMayBeMuchMoreAndIsCaughtUpWithAsSoon() {
    broker =
        TestBroker.withJournal(
            Limits.with(
                limits -> {
                  limits.inflightMax = 1;
                  limits.queueMessagesMax = 400;
                  limits.backlogMessagesMax = 1_000;
                }),
            new KeptLog());
    publisher = broker.connect("publisher");
    TestClient slow = broker.connect(Connects.lasting("slow")).subscribe("t", 1).forget();
    publish(500);
    broker.sync();
    assertThat(publisher.isHeld()).isFalse();
    publish(1);
    broker.sync();
    assertThat(publisher.isHeld()).isTrue();
    take(slow, CAUGHT_UP + 1);
    assertThat(publisher.isHeld()).isFalse();
  }

  @Test
  void nobodyWaitsForAClientThatIsAway() {
    broker.connect(Connects.lasting("away")).subscribe("t", 1).lose();
    publish(90);
    assertThat(publisher.isHeld()).isFalse();
  }

  @Test
  void oneThatLagsBesideOneThatKeepsUpHoldsNobody() {
    TestClient slow = subscriber("slow");
    TestClient quick = subscriber("quick");
    for (int i = 0; i < 90; i++) {
      publish(1);
      take(quick, 1);
    }
    assertThat(publisher.isHeld()).isFalse();
    assertThat(broker.stats().queuedMessages()).isEqualTo(89);
    slow.lose();
  }

  @Test
  void mostOfThoseWhoHearItDecide() {
    subscriber("slow");
    subscriber("slow too");
    TestClient quick = subscriber("quick");
    for (int i = 0; i <= LAGS; i++) {
      assertThat(publisher.isHeld()).isFalse();
      publish(1);
      take(quick, 1);
    }
    assertThat(publisher.isHeld()).isTrue();
  }

  @Test
  void aRouteKeepsUp() {
    subscriber("slow");
    broker.turn(core -> core.subscribeInternal(0, TopicFilter.of("t")));
    publish(90);
    assertThat(publisher.isHeld()).isFalse();
  }

  @Test
  void otherPublishersGoOn() {
    subscriber("slow");
    TestClient elsewhere = broker.connect("elsewhere");
    publish(LAGS + 1);
    elsewhere.publish("u", "m", 1);
    assertThat(elsewhere.isHeld()).isFalse();
    elsewhere.publish("t", "m", 1);
    assertThat(elsewhere.isHeld()).isTrue();
  }

  @Test
  void isGivenUpAfterTheWaitAndNotWaitedForBeforeItHasCaughtUp() {
    TestClient slow = subscriber("slow");
    publish(LAGS + 1);
    broker.pass(WAIT.minusNanos(1));
    assertThat(publisher.isHeld()).isTrue();
    broker.pass(Duration.ofNanos(1));
    assertThat(publisher.isHeld()).isFalse();
    assertThat(holds().timedOut()).isOne();
    assertThat(holds().length()).isEqualTo(WAIT);

    publish(10);
    assertThat(publisher.isHeld()).isFalse();
    take(slow, LAGS + 11 - CAUGHT_UP);
    publish(LAGS - CAUGHT_UP + 1);
    assertThat(publisher.isHeld()).isTrue();
    assertThat(holds().begun()).isEqualTo(2);
  }

  @Test
  void whoWasGivenUpHasToTakeSomethingBeforeAnybodyWaitsAgain() {
    startAgain(
        limits -> {
          limits.transmitCreditBytes = 1;
          limits.memoryBytesMax = 1_000_000;
        });
    TestClient deaf = subscriber("deaf").holdFlushes();
    IntStream.range(0, LAGS + 1).forEach(i -> publisher.publish("t", "m" + i, 0));
    assertThat(publisher.isHeld()).isTrue();
    broker.pass(WAIT);
    // All that waited at QoS 0 gives way: the queue is short, and grows again.
    publisher.retain("r", "x".repeat(900_000), 1);
    assertThat(broker.stats().quotas().droppedMemory()).isPositive();
    deaf.ping();
    publisher.retain("r", "", 1);
    IntStream.range(0, LAGS + 10).forEach(i -> publisher.publish("t", "m" + i, 0));
    assertThat(publisher.isHeld()).isFalse();
    assertThat(holds().begun()).isOne();
  }

  @Test
  void afterTheWaitAFullQueueDropsAsEver() {
    subscriber("slow");
    publish(LAGS + 1);
    broker.pass(WAIT);
    publish(360);
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(10);
  }

  @Test
  void isReleasedWhenTheOneItWaitsForGoes() {
    TestClient slow = subscriber("slow");
    publish(LAGS + 1);
    slow.lose();
    assertThat(publisher.isHeld()).isFalse();
  }

  @Test
  void isReleasedWhenTheOneItWaitsForIsTakenOver() {
    broker.connect(Connects.lasting("slow")).subscribe("t", 1);
    publish(LAGS + 1);
    broker.connect(Connects.lasting("slow"));
    assertThat(publisher.isHeld()).isFalse();
  }

  @Test
  void whoIsGoneIsNotReleased() {
    TestClient slow = subscriber("slow");
    publish(LAGS + 1);
    publisher.lose();
    assertThat(holds().publishers()).isZero();
    take(slow, LAGS);
    broker.pass(WAIT);
    assertThat(publisher.isHeld()).isTrue();
    assertThat(holds().timedOut()).isZero();
  }

  @Test
  void keepAliveDoesNotExpireMeanwhile() {
    startAgain(limits -> limits.publisherWaitMax = Duration.ofMinutes(10));
    TestClient slow = subscriber("slow");
    publish(LAGS + 1);
    for (int i = 0; i < 9; i++) {
      broker.pass(Duration.ofMinutes(1));
      slow.ping();
    }
    assertThat(publisher.closed()).isEmpty();
    broker.pass(Duration.ofMinutes(1));
    assertThat(publisher.isHeld()).isFalse();
    broker.pass(Duration.ofMinutes(2));
    assertThat(publisher.closed()).isPresent();
  }

  @Test
  void whoLagsAndIsNotReadIsReleasedOrItsAcknowledgementsWouldNeverCome() {
    publisher.subscribe("t", 1).forget();
    publish(LAGS + 1);
    assertThat(publisher.isHeld()).isTrue();
    publisher.isUnread();
    assertThat(publisher.isHeld()).isFalse();
    publish(1);
    assertThat(publisher.isHeld()).isFalse();

    take(publisher, LAGS + 1);
    publish(LAGS);
    assertThat(publisher.isHeld()).as("held as before once it has caught up").isTrue();
  }

  @Test
  void whoIsNotReadAndLagsFromThenOnIsReleased() {
    TestClient slow = subscriber("slow");
    publisher.subscribe("back", 1).forget();
    publish(LAGS + 1);
    publisher.isUnread();
    assertThat(publisher.isHeld()).isTrue();
    IntStream.rangeClosed(0, LAGS).forEach(i -> slow.publish("back", "m", 1));
    assertThat(publisher.isHeld()).as("of a circle that would wait for itself").isFalse();
    assertThat(slow.isHeld()).isTrue();
  }

  @Test
  void withoutAWaitNobodyIsHeld() {
    startAgain(limits -> limits.publisherWaitMax = Duration.ZERO);
    subscriber("slow");
    publish(90);
    assertThat(publisher.isHeld()).isFalse();
    assertThat(holds().begun()).isZero();
  }

  @Test
  void whenMessagesTakeHalfOfTheMemoryMuchLessIsEnough() {
    startAgain(
        limits -> {
          limits.inflightMax = 1_000;
          limits.queueMessagesMax = 3_200;
          limits.memoryBytesMax = 100_000;
        });
    TestClient slow = subscriber("slow");
    publish(100);
    assertThat(publisher.isHeld()).isFalse();
    publisher.retain("r", "x".repeat(30_000), 1);
    publish(1);
    assertThat(publisher.isHeld()).isTrue();
    take(slow, 51);
    assertThat(publisher.isHeld()).isFalse();
  }

  @Test
  void sessionsAndConnectionsSayIt() {
    TestClient slow = subscriber("slow");
    publish(LAGS + 1);
    assertThat(status("slow").lags()).isTrue();
    assertThat(status("publisher").lags()).isFalse();
    assertThat(status("publisher").heldFor()).contains(new ClientId("slow"));
    slow.lose();
    assertThat(status("publisher").heldFor()).isEmpty();
  }

  private SessionStatus status(String client) {
    return broker.core().session(new ClientId(client)).orElseThrow();
  }
}
