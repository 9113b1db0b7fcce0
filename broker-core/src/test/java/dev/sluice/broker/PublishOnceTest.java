package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.RetainedCleared;
import dev.sluice.broker.durable.DurableRecord.Taken;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a source that counts. */
class PublishOnceTest {
  private static final SourceMark FIRST = new SourceMark("cloud", 1);
  private static final SourceMark SECOND = new SourceMark("cloud", 2);

  private final List<Message> offered = new ArrayList<>();
  private TestBroker broker;
  private TestClient subscriber;

  @BeforeEach
  void connect() {
    broker = TestBroker.withJournal(new KeptLog());
    broker
        .core()
        .forwardTo(
            (message, now) -> {
              offered.add(message);
              return new Forwarder.Offer.Full();
            });
    subscriber = broker.connect(Connects.lasting("s"));
    subscriber.subscribe("t", 2);
    broker.sync();
    subscriber.forget();
    broker.appended().clear();
  }

  private static Message message(String topic, String text, int qos, boolean retain) {
    return new Message(
        TopicName.of(topic), Payload.utf8(text), Qos.of(qos), retain, PublishProperties.NONE);
  }

  private void publish(Message message, SourceMark mark) {
    broker.turn(core -> core.publishOnce(message, mark, broker.now()));
  }

  private List<DurableRecord> records() {
    return broker.appended().stream().map(Effect.Append::record).toList();
  }

  @Test
  void messageAndMarkAreOneRecord() {
    publish(message("t", "x", 1, false), FIRST);
    assertThat(records()).hasSize(1);
    assertThat(((MessageKept) records().get(0)).mark()).contains(FIRST);
    assertThat(broker.journal().state().marks()).containsExactly(FIRST);
  }

  @Test
  void whatNobodyHasToHaveLeavesTheMarkAlone() {
    publish(message("other", "x", 1, false), FIRST);
    assertThat(records()).containsExactly(new Taken(FIRST));
  }

  @Test
  void whatCameFromThereIsNotOfferedToGoBack() {
    publish(message("t", "x", 1, false), FIRST);
    publish(message("other", "x", 2, false), SECOND);
    assertThat(offered).isEmpty();
  }

  @Test
  void noRouteSeesIt() {
    broker.core().subscribeInternal(7, TopicFilter.of("#"));
    publish(message("t", "x", 1, false), FIRST);
    assertThat(broker.delivered()).isEmpty();
  }

  @Test
  void qos2GoesOnwardWhenItCannotComeTwiceAlsoToASessionThatDoesNotLast() {
    TestClient passing = broker.connect("passing");
    passing.subscribe("t", 2).forget();
    passing.subscribe("other", 2).forget();
    publish(message("t", "x", 2, false), FIRST);
    publish(message("other", "y", 2, false), SECOND);
    assertThat(subscriber.deliveries()).isEmpty();
    assertThat(passing.deliveries()).isEmpty();
    broker.sync();
    assertThat(subscriber.deliveries()).hasSize(1);
    assertThat(passing.deliveries()).hasSize(2);
  }

  @Test
  void whatIsClearedIsClearedBeforeItCountsAsDone() {
    publish(message("r", "x", 1, true), FIRST);
    broker.appended().clear();
    publish(message("r", "", 1, true), SECOND);
    assertThat(records())
        .containsExactly(new RetainedCleared(TopicName.of("r")), new Taken(SECOND));
  }

  @Test
  void aMarkSurvivesAloneAndIsSaidAgain() {
    broker.turn(core -> assertThat(core.take(SECOND)).isPositive());
    KeptLog log = broker.journal();
    assertThat(log.state().marks()).containsExactly(SECOND);
    assertThat(log.placedUpTo(Long.MAX_VALUE)).contains(new Taken(SECOND));
  }

  @Test
  void anOlderMarkTakesNothingBack() {
    broker.turn(core -> core.take(SECOND));
    broker.turn(core -> core.take(FIRST));
    assertThat(broker.journal().state().marks()).containsExactly(SECOND);
  }

  /**
   * The node crashes between any two records; the source goes on behind the mark that is found. The
   * session is owed each message once, in order.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aCrashLeavesBothOrNeither(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Effect.Append> survived = new ArrayList<>();
    for (int life = 0; life < 8; life++) {
      KeptLog log = new KeptLog();
      survived.forEach(append -> log.add(append.sequence(), append.record()));
      TestBroker node = TestBroker.withJournal(log.found());
      long before = markOf(log);
      if (life == 0) {
        node.connect(Connects.lasting("s")).subscribe("t", 2);
        node.sync();
        survived.addAll(node.appended());
        node.appended().clear();
      }
      int count = 1 + random.nextInt(6);
      for (long number = before + 1; number <= before + count; number++) {
        Message next =
            message(
                random.nextInt(4) == 0 ? "unheard" : "t",
                Long.toString(number),
                random.nextInt(3),
                random.nextInt(5) == 0);
        SourceMark mark = new SourceMark("cloud", number);
        node.turn(core -> core.publishOnce(next, mark, node.now()));
      }
      survived.addAll(node.appended().subList(0, random.nextInt(node.appended().size() + 1)));
    }
    assertNothingTwice(seed, survived);
  }

  private static long markOf(KeptLog log) {
    return log.state().marks().stream().mapToLong(SourceMark::number).findFirst().orElse(0);
  }

  private static void assertNothingTwice(long seed, List<Effect.Append> survived) {
    List<Long> numbers = new ArrayList<>();
    for (Effect.Append append : survived) {
      if (append.record() instanceof MessageKept kept) {
        kept.mark().ifPresent(mark -> numbers.add(mark.number()));
      } else if (append.record() instanceof Taken taken) {
        numbers.add(taken.mark().number());
      }
    }
    List<Long> expected = new ArrayList<>();
    for (long number = 1; number <= numbers.size(); number++) {
      expected.add(number);
    }
    assertThat(numbers).as("seed %d", seed).isEqualTo(expected);
  }
}
