package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a consumer inside the process owes an answer to, across crashes. */
class KeptRequestTest {
  private static final TopicFilter ASKED = TopicFilter.of("ask");

  private TestBroker broker;
  private TestClient asks;
  private TestClient lasts;
  private TestClient passes;

  @BeforeEach
  void connect() {
    broker = TestBroker.withJournal(new KeptLog());
    broker.core().subscribeInternal(0, ASKED, "request/pump");
    asks = broker.connect("asks").forget();
    lasts = broker.connect(Connects.lasting("lasts"));
    lasts.subscribe("answers", 1);
    passes = broker.connect("passes");
    passes.subscribe("answers", 0);
    broker.sync();
    lasts.forget();
    passes.forget();
  }

  private static Message answer(String text) {
    return Message.of(TopicName.of("answers"), Payload.utf8(text), Qos.AT_LEAST_ONCE);
  }

  private KeptRequest.Ref asked() {
    return broker.delivered().get(broker.delivered().size() - 1).kept().orElseThrow();
  }

  private List<KeptRequest> afterACrash() {
    TestBroker next = new TestBroker();
    next.goOnFrom(broker.journal());
    return next.unanswered();
  }

  private void answerIt(String text) {
    KeptRequest.Ref request = asked();
    broker.turn(core -> core.answer(request, answer(text), broker.now()));
  }

  @Test
  void isAcknowledgedWhenTheJournalHasIt() {
    asks.publish("ask", "?", 1);
    assertThat(asks.packets()).isEmpty();
    broker.sync();
    assertThat(asks.packets()).containsExactly("PUBACK #1");
  }

  @Test
  void isThereAfterACrashWithTheTimeAtWhichItCame() {
    long cameNanos = broker.now();
    asks.publish("ask", "?", 1);
    broker.pass(Duration.ofSeconds(5));
    assertThat(afterACrash())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.ref()).isEqualTo(asked());
              assertThat(request.publisher()).isEqualTo(new ClientId("asks"));
              assertThat(request.message().payload()).isEqualTo(Payload.utf8("?"));
              assertThat(request.acceptedNanos()).isEqualTo(cameNanos);
            });
  }

  @Test
  void isNotThereWithoutAnAcknowledgementToKeep() {
    asks.publish("ask", "?", 0);
    assertThat(broker.delivered().get(0).kept()).isEmpty();
    assertThat(afterACrash()).isEmpty();
  }

  @Test
  void nobodySeesTheAnswerBeforeItCannotBeGivenTwice() {
    asks.publish("ask", "?", 1);
    broker.sync();
    answerIt("!");
    assertThat(lasts.deliveries()).isEmpty();
    assertThat(passes.deliveries()).isEmpty();
    broker.sync();
    assertThat(lasts.deliveries()).hasSize(1);
    assertThat(passes.deliveries()).hasSize(1);
  }

  @Test
  void theAnswerAndThatThereWasOneAreOneRecord() {
    asks.publish("ask", "?", 1);
    int before = broker.appended().size();
    answerIt("!");
    assertThat(broker.appended().subList(before, broker.appended().size()))
        .singleElement()
        .satisfies(
            append -> assertThat(append.record()).isInstanceOf(DurableRecord.Answered.class));
    assertThat(afterACrash()).isEmpty();
  }

  @Test
  void theAnswerIsOwedToASessionThatLasts() {
    asks.publish("ask", "?", 1);
    answerIt("!");
    TestBroker next = new TestBroker();
    next.goOnFrom(broker.journal());
    assertThat(next.connect(Connects.lasting("lasts")).deliveries())
        .singleElement()
        .satisfies(
            delivery -> assertThat(delivery.message().payload()).isEqualTo(Payload.utf8("!")));
  }

  @Test
  void anAnswerThatNobodyIsOwedSettlesItToo() {
    asks.publish("ask", "?", 1);
    KeptRequest.Ref request = asked();
    broker.turn(core -> core.answerTo(new ClientId("nobody"), request, answer("!"), broker.now()));
    assertThat(afterACrash()).isEmpty();
  }

  @Test
  void whatNeedsNoAnswerIsForgotten() {
    asks.publish("ask", "?", 1);
    KeptRequest.Ref request = asked();
    broker.turn(core -> core.forget(request));
    assertThat(afterACrash()).isEmpty();
  }

  @Test
  void isRefusedWhileTheJournalTakesNothing() {
    broker.turn(BrokerCore::onJournalRefusing);
    asks.publish("ask", "?", 1);
    assertThat(asks.packets()).singleElement().asString().contains("QUOTA_EXCEEDED");
    assertThat(broker.delivered()).isEmpty();
  }

  @Test
  void noClientCanTakeTheNameOfAConsumer() {
    TestClient thief = broker.connect("\u0000request/pump");
    assertThat(thief.closed()).contains(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
  }
}
