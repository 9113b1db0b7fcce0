package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.KeptRequest;
import dev.sluice.edge.core.EdgeEffect.Prepare;
import dev.sluice.edge.core.Outcome.Status;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests that a journal has until they are answered. */
class KeptRequestsTest {
  private static final KeptRequest.Ref REF = new KeptRequest.Ref("match/vibration", 57);
  private static final Route ROUTE = Routes.VIBRATION.lasting();

  private final DispatcherFixture fixture = new DispatcherFixture(Always.LOCAL);

  private static Message message(Qos qos) {
    return Message.of(TopicName.of("sensors/a/vibration"), Payload.utf8("x"), qos);
  }

  private long ask(Qos qos, Optional<KeptRequest.Ref> kept, long cameNanos) {
    fixture.dispatcher.onMatch(ROUTE, message(qos), new Origin(kept, cameNanos), fixture.now);
    return fixture.last(Prepare.class).requestId();
  }

  @Test
  void deadlinesCountFromWhenItCame() {
    fixture.now = 60_000 * DispatcherFixture.MS;
    fixture.prepared(ask(Qos.AT_LEAST_ONCE, Optional.of(REF), 0));
    assertThat(fixture.answer().outcome().status()).isEqualTo(Status.EXPIRED);
    assertThat(fixture.answer().reply().kept()).contains(REF);
  }

  @Test
  void oneThatHasTimeLeftIsRun() {
    fixture.now = 50 * DispatcherFixture.MS;
    long id = ask(Qos.AT_LEAST_ONCE, Optional.of(REF), 0);
    fixture.prepared(id);
    assertThat(fixture.answers).isEmpty();
    fixture.modelSays(id, EdgeEffect.Run.PRIMARY, "normal");
    assertThat(fixture.answer().outcome().status()).isEqualTo(Status.OK);
    assertThat(fixture.answer().outcome().totalNanos()).isEqualTo(50 * DispatcherFixture.MS);
  }

  @Test
  void whoAskedExactlyOnceIsAnsweredSoWhereThatCanBePromised() {
    fixture.modelSays(prepared(Qos.EXACTLY_ONCE, Optional.of(REF)), EdgeEffect.Run.PRIMARY, "a");
    assertThat(fixture.answers.get(0).reply().qos()).isEqualTo(Qos.EXACTLY_ONCE);
    fixture.modelSays(prepared(Qos.EXACTLY_ONCE, Optional.empty()), EdgeEffect.Run.PRIMARY, "a");
    assertThat(fixture.answers.get(1).reply().qos()).isEqualTo(Qos.AT_LEAST_ONCE);
  }

  private long prepared(Qos qos, Optional<KeptRequest.Ref> kept) {
    long id = ask(qos, kept, fixture.now);
    fixture.prepared(id);
    return id;
  }

  @Test
  void oneThatTheRouteIsNotForIsForgotten() {
    fixture.dispatcher.onNotMatched(ask(Qos.AT_LEAST_ONCE, Optional.of(REF), 0), fixture.now);
    assertThat(fixture.answers).isEmpty();
    assertThat(fixture.forgotten).containsExactly(REF);
  }

  @Test
  void oneOfARouteThatIsGoneIsForgottenAndCounted() {
    fixture.dispatcher.onRouteGone(REF);
    assertThat(fixture.forgotten).containsExactly(REF);
    assertThat(fixture.dispatcher.stats().unanswerable()).isEqualTo(1);
  }

  @Test
  void aConsumerHasItsNameWhateverItsNumber() {
    assertThat(Entrance.MATCH.nameFor(ROUTE)).isEqualTo("match/vibration");
    assertThat(Entrance.REQUEST.nameFor(ROUTE)).isEqualTo("request/vibration");
  }
}
