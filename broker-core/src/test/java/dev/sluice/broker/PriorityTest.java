package dev.sluice.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.QueueClass;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is urgent overtakes, what is alike stays in order, and nothing starves. */
class PriorityTest {
  private static final BrokerLimits LIMITS =
      Limits.with(
          l -> {
            l.inflightMax = 1;
            l.queueMessagesMax = 500;
            l.backlogMessagesMax = 20_000;
          });
  private static final List<TopicTreatment> RULES =
      List.of(
          new TopicTreatment(TopicFilter.of("alarms/#"), 9, WhenFull.NEWEST),
          new TopicTreatment(TopicFilter.of("bulk/#"), 0, WhenFull.NEWEST));

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
    publisher = broker.connect("p");
  }

  private void publish(String topic, int from, int to) {
    IntStream.range(from, to).forEach(i -> publisher.publish(topic, topic + i, 1));
    broker.sync();
  }

  private static Message asking(String topic, String text, String priority) {
    return new Message(
        TopicName.of(topic),
        Payload.utf8(text),
        Qos.AT_LEAST_ONCE,
        false,
        PublishProperties.ofUser(List.of(new UserProperty("x-priority", priority))));
  }

  /** Acknowledges one by one until nothing more comes. */
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

  private static List<String> only(List<String> texts, String prefix) {
    return texts.stream().filter(text -> text.startsWith(prefix)).toList();
  }

  @Test
  void anAlarmOvertakesWhatWaitsForASlowClient() {
    publish("t", 0, 400);
    publish("alarms/a", 0, 1);
    List<String> texts = drain(subscriber);
    assertThat(texts).hasSize(401);
    assertThat(texts.indexOf("alarms/a0")).as("t0 was in flight already").isEqualTo(1);
    assertThat(only(texts, "t")).isSortedAccordingTo(PriorityTest::byNumber);
  }

  private static int byNumber(String one, String other) {
    return Integer.compare(number(one), number(other));
  }

  private static int number(String text) {
    return Integer.parseInt(text.replaceAll("[^0-9]", ""));
  }

  @Test
  void itOvertakesTenThousandMessagesThatAreOnDisk() {
    subscriber.lose();
    publish("t", 0, 10_000);
    publish("alarms/a", 0, 3);
    assertThat(broker.stats().parkedMessages()).isEqualTo(10_003);
    List<String> texts = drain(comeBack());
    assertThat(texts).hasSize(10_003);
    assertThat(texts.subList(0, 3)).containsExactly("alarms/a0", "alarms/a1", "alarms/a2");
    assertThat(only(texts, "t")).isSortedAccordingTo(PriorityTest::byNumber);
  }

  @Test
  void itStillDoesAfterARestart() {
    subscriber.lose();
    publish("t", 0, 1_000);
    publish("alarms/a", 0, 2);
    publish("t", 1_000, 1_010);
    start(broker.journal());
    assertThat(broker.stats().parkedMessages()).isEqualTo(1_012);
    publish("alarms/a", 2, 3);
    List<String> texts = drain(comeBack());
    assertThat(texts.subList(0, 3)).containsExactly("alarms/a0", "alarms/a1", "alarms/a2");
    assertThat(only(texts, "t")).hasSize(1_010).isSortedAccordingTo(PriorityTest::byNumber);
    broker.sync();
    assertThat(broker.journal().state().messageCount()).isZero();
    assertThat(broker.stats().queuedBytes()).isZero();
  }

  @Test
  void itOvertakesAtEveryQosWithoutAJournalToo() {
    TestBroker plain = new TestBroker(LIMITS);
    plain.core().treatBy(RULES);
    TestClient slow = plain.connect("s").subscribe("#", 2).forget().holdFlushes();
    TestClient sender = plain.connect("p");
    for (int qos = 0; qos <= 2; qos++) {
      sender.publish("t", "t" + qos, qos);
    }
    // The first is in flight; the credit of the socket is not what holds the others up.
    sender.publish("alarms/a", "alarm", 0);
    assertThat(slow.packets().toString()).contains("alarms/a=alarm").doesNotContain("t=t2");
  }

  @Test
  void whatIsLeastUrgentHasItsTurnAllTheSame() {
    publish("bulk/b", 0, 5);
    publish("alarms/a", 0, 450);
    List<String> texts = drain(subscriber);
    int last = -1;
    int longest = 0;
    for (int i = 0; i < 5; i++) {
      int at = texts.indexOf("bulk/b" + i);
      assertThat(at).isGreaterThan(last);
      longest = Math.max(longest, at - last);
      last = at;
    }
    assertThat(longest).isBetween(Lines.PASSED_OVER_MAX, Lines.PASSED_OVER_MAX + 2);
    assertThat(only(texts, "alarms")).hasSize(450).isSortedAccordingTo(PriorityTest::byNumber);
  }

  @Test
  void theSendersWordCountsBeforeItsTopics() {
    subscriber.lose();
    broker.publish(asking("alarms/a", "low", "1"));
    broker.publish(asking("t", "high", "8"));
    publish("t", 0, 1);
    broker.publish(asking("bulk/b", "no priority", "very"));
    broker.publish(asking("t", "nor this", "10"));
    assertThat(drain(comeBack())).containsExactly("high", "t0", "nor this", "low", "no priority");
  }

  @Test
  void aWillIsAsUrgentAsItsTopic() {
    subscriber.lose();
    publish("t", 0, 3);
    broker.connect(Connects.withWill(Connects.mqtt5("w"), "alarms/w", Duration.ZERO)).lose();
    assertThat(drain(comeBack())).startsWith("gone");
  }

  @Test
  void theMemberOfAGroupGetsWhatIsUrgentFirst() {
    subscriber.subscribe("$share/g/work/#", 1);
    publish("work/w", 0, 1);
    subscriber.forget();
    publish("work/w", 1, 4);
    broker.publish(asking("work/w", "now", "9"));
    subscriber.pubAck(1);
    assertThat(subscriber.deliveries().get(0).message().payload()).isEqualTo(Payload.utf8("now"));
  }

  @Test
  void aFullQueueMakesRoomForWhatIsMoreUrgent() {
    subscriber.lose();
    publish("t", 0, 20_000);
    publish("t", 20_000, 20_001);
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(1);
    publish("alarms/a", 0, 2);
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(1);
    assertThat(broker.stats().quotas().droppedOutranked()).isEqualTo(2);
    assertThat(broker.stats().queuedMessages()).isEqualTo(20_000);
    List<String> texts = drain(comeBack());
    assertThat(texts).startsWith("alarms/a0", "alarms/a1", "t2").hasSize(20_000);
    broker.sync();
    assertThat(broker.journal().state().messageCount()).isZero();
  }

  @Test
  void aPriorityIsOfOneDigit() {
    Treatments treatments = new Treatments();
    assertThat(treatments.of(asking("t", "", "0")).priority()).isZero();
    assertThat(treatments.of(asking("t", "", "9")).priority()).isEqualTo(9);
    for (String other : List.of("", "-1", "10", "4.5", "x")) {
      assertThat(treatments.of(asking("t", "", other))).as(other).isEqualTo(QueueClass.PLAIN);
    }
  }
}
