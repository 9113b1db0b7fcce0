package dev.sluice.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the broker does, step by step, when messages take more memory than they may. */
class MemoryPressureTest {
  private static final int BUDGET = 100_000;

  private TestBroker broker = withJournal();
  private TestClient publisher = broker.connect("p").forget();

  private static BrokerLimits limits() {
    return Limits.with(
        l -> {
          l.inflightMax = 1;
          l.queueMessagesMax = 10_000;
          l.heldBytesMax = 80_000;
          l.memoryBytesMax = BUDGET;
          l.retainedMessagesMax = 10_000;
        });
  }

  private static TestBroker withJournal() {
    return TestBroker.withJournal(limits(), new KeptLog());
  }

  private BrokerStats.Memory memory() {
    return broker.stats().memory();
  }

  private void publish(String topic, int qos, int count) {
    IntStream.range(0, count).forEach(i -> publisher.publish(topic, topic + i, qos));
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

  @Test
  void nothingIsCountedWhenNothingIsHeld() {
    TestClient reader = broker.connect(Connects.lasting("s")).subscribe("#", 1);
    publish("t", 1, 100);
    assertThat(memory().heldBytes()).isPositive();
    assertThat(drain(reader)).hasSize(100);
    publish("t", 0, 5);
    assertThat(drain(reader)).hasSize(5);
    assertThat(memory().heldBytes()).isZero();
    publisher.retain("r", "kept", 1);
    assertThat(memory().heldBytes()).isPositive();
    publisher.retain("r", "", 1);
    drain(reader);
    assertThat(memory().heldBytes()).isZero();
  }

  @Test
  void firstWhatTheJournalHasGoesToDisk() {
    TestClient slow = broker.connect(Connects.lasting("s")).subscribe("#", 1).forget();
    publish("t", 1, 2_000);
    assertThat(broker.stats().queuedMessages()).isEqualTo(1_999);
    assertThat(memory().heldBytes()).isLessThan(BUDGET);
    assertThat(memory().pressure()).isNotEqualTo(MemoryPressure.REFUSING);
    assertThat(broker.stats().quotas().refusedMemory()).isZero();
    assertThat(drain(slow)).hasSize(2_000);
    assertThat(memory().heldBytes()).isZero();
    assertThat(memory().pressure()).isEqualTo(MemoryPressure.NONE);
  }

  @Test
  void thenNothingMoreIsRetained() {
    for (int i = 0; i < 1_000; i++) {
      publisher.retain("r" + i, "v", 1);
    }
    assertThat(memory().pressure()).isEqualTo(MemoryPressure.SPILLING);
    assertThat(broker.stats().refusedRetained()).isPositive();
    assertThat(memory().heldBytes()).isBetween(BUDGET * 69L / 100, BUDGET * 72L / 100);
    broker.sync();
    publisher.forget();
    publish("t", 1, 1);
    assertThat(publisher.packets().toString()).as("the rest goes on").doesNotContain("QUOTA");
  }

  @Test
  void thenWhatWaitsAtQos0IsDropped() {
    TestClient stuck = broker.connect("stuck").subscribe("q/#", 0).forget().holdFlushes();
    publish("q/a", 0, 3_000);
    assertThat(broker.stats().quotas().droppedMemory()).isPositive();
    assertThat(memory().heldBytes()).isLessThan(BUDGET * 86L / 100);
    assertThat(stuck.closed()).isEmpty();
    TestClient quick = broker.connect("quick").subscribe("q/#", 0).forget();
    publish("q/b", 0, 10);
    assertThat(quick.deliveries()).as("who listens is not concerned").hasSize(10);
  }

  /** Without a journal nothing can be put away. */
  private void fillWithoutJournal() {
    broker = new TestBroker(limits());
    publisher = broker.connect("p").forget();
    broker.connect(Connects.lasting("s")).subscribe("t", 1).forget();
    for (int i = 0; i < 2_000 && memory().pressure() != MemoryPressure.REFUSING; i++) {
      publisher.publish("t", "t" + i, 1);
    }
    assertThat(memory().pressure()).isEqualTo(MemoryPressure.REFUSING);
    publisher.forget();
  }

  @Test
  void thenPublicationsAndNewClientsAreRefused() {
    fillWithoutJournal();
    publisher.publish("t", "more", 1);
    assertThat(publisher.packets().toString()).contains("QUOTA_EXCEEDED");
    assertThat(broker.stats().quotas().refusedMemory()).isPositive();
    assertThat(broker.connect("new").packets()).containsExactly("CONNACK SERVER_BUSY");
    TestClient old = broker.connect(Connects.mqtt311("p", true));
    assertThat(old.closed()).as("who is known may come").isEmpty();
  }

  @Test
  void a311PublisherIsClosedAfterAPause() {
    fillWithoutJournal();
    TestClient old = broker.connect(Connects.mqtt311("p", true)).forget();
    old.publish("t", "more", 1);
    assertThat(old.packets()).isEmpty();
    broker.pass(OwedAnswers.PAUSE);
    assertThat(old.closed()).contains(ReasonCode.SERVER_BUSY);
  }

  @Test
  void itRecoversByItself() {
    fillWithoutJournal();
    TestClient back = broker.connect(Connects.lasting("s"));
    assertThat(drain(back)).hasSizeGreaterThan(50);
    assertThat(memory().pressure()).isEqualTo(MemoryPressure.NONE);
    publisher.publish("t", "again", 1);
    assertThat(publisher.packets().toString()).doesNotContain("QUOTA");
    assertThat(broker.connect("new").packets()).containsExactly("CONNACK SUCCESS");
  }

  @Test
  void whatASocketHasNotTakenCountsUntilItsConnectionIsGone() {
    TestClient stuck = broker.connect("stuck").subscribe("t", 0).forget().holdFlushes();
    publish("t", 0, 3);
    long held = memory().heldBytes();
    assertThat(held).isPositive();
    stuck.lose();
    assertThat(memory().heldBytes()).isZero();
  }

  @Test
  void clientsThatNeverReadDoNotTakeTheRoomOfOthers() {
    List<TestClient> deaf = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      deaf.add(broker.connect("deaf" + i).subscribe("t", 0).forget().holdFlushes());
    }
    publish("t", 0, 5_000);
    assertThat(memory().pressure()).isNotEqualTo(MemoryPressure.REFUSING);
    publisher.forget();
    publish("u", 1, 1);
    assertThat(publisher.packets().toString()).contains("PUBACK").doesNotContain("QUOTA");
    deaf.forEach(TestClient::lose);
    assertThat(memory().heldBytes()).isZero();
  }

  @Test
  void manyClientsNextMessagesDoNotGoBackAndForth() {
    List<TestClient> slow = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      slow.add(broker.connect(Connects.lasting("s" + i)).subscribe("t" + i, 1).forget());
    }
    for (int i = 0; i < 12; i++) {
      for (int n = 0; n < 4; n++) {
        publisher.publish("t" + i, "x".repeat(3_000) + n, 1);
        broker.sync();
      }
    }
    assertThat(broker.fetches()).as("questions to the journal").hasSizeLessThan(1_000);
    slow.forEach(client -> assertThat(drain(client)).hasSize(4));
    assertThat(memory().heldBytes()).isZero();
  }

  @Test
  void whatIsSetAsideForTheJournalsAnswersCounts() {
    BrokerLimits narrow = Limits.with(l -> l.heldBytesMax = 80_000);
    broker = TestBroker.withJournal(narrow, new KeptLog());
    publisher = broker.connect("p");
    List<TestClient> away = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      away.add(broker.connect(Connects.lasting("s" + i)).subscribe("t", 1));
    }
    away.forEach(TestClient::lose);
    publish("t", 1, 5);
    assertThat(memory().heldBytes()).isZero();
    broker.holdFetches();
    for (int i = 0; i < 10; i++) {
      broker.connect(Connects.lasting("s" + i));
    }
    assertThat(memory().heldBytes()).isBetween(16_000L, 80_000L);
    // Whose turn it was not asks when memory is given back.
    for (int i = 0; i < broker.fetches().size(); i++) {
      Effect.Fetch fetch = broker.fetches().get(i);
      broker.turn(core -> core.onFetched(broker.journal().fetch(fetch), broker.now()));
    }
    assertThat(memory().heldBytes()).isBetween(1L, 20_000L);
  }

  @Test
  void aSessionThatEndsHoldsNothing() {
    TestClient reader = broker.connect("s").subscribe("#", 2).forget();
    publish("t", 1, 20);
    publish("t", 0, 20);
    Message big =
        new Message(
            TopicName.of("t"),
            Payload.of(new byte[5_000]),
            Qos.EXACTLY_ONCE,
            false,
            PublishProperties.NONE);
    broker.publish(big);
    assertThat(memory().heldBytes()).isPositive();
    reader.lose();
    assertThat(memory().heldBytes()).isZero();
  }
}
