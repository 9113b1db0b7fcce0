package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeEffect.Prepare;
import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.edge.core.Outcome.Status;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.offload.Policies;
import dev.sluice.uplink.Envelope;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final ClientId ANNA = new ClientId("anna");

  @Test
  void aLocalRequestIsAnsweredByItsModel() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    edge.now = 9 * DispatcherFixture.MS;
    edge.modelSays(id, Run.PRIMARY, "anomaly");
    Outcome outcome = edge.answer().outcome();
    assertThat(outcome.placement()).isEqualTo(Placement.EDGE);
    assertThat(outcome.status()).isEqualTo(Status.OK);
    assertThat(outcome.id()).contains("m" + id);
    assertThat(outcome.prediction().orElseThrow().label()).isEqualTo("anomaly");
    assertThat(outcome.totalNanos()).isEqualTo(9 * DispatcherFixture.MS);
    assertThat(edge.answer().reply().topic().value()).isEqualTo("sensors/a/vibration/inference");
  }

  @Test
  void aCloudRequestGoesUpAndComesHome() {
    DispatcherFixture edge = new DispatcherFixture(Always.CLOUD);
    edge.dispatcher.onLinkUp(edge.now);
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    assertThat(edge.sent()).containsExactly(id);
    edge.cloudSays(id, Envelope.Status.OK);
    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.CLOUD);
    assertThat(edge.answer().outcome().inferNanos()).isEqualTo(8 * DispatcherFixture.MS);
  }

  @Test
  void aPayloadThatCannotBeReadIsAnsweredWithWhatIsWrong() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.dispatcher.onUnreadable(id, "line 1, column 4: expected a number", edge.now);
    assertThat(edge.answer().outcome().status()).isEqualTo(Status.REJECTED);
    assertThat(edge.answer().outcome().detail()).contains("column 4");
  }

  @Test
  void aPropertyThatCannotBeReadIsAnsweredWithItsName() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    edge.dispatcher.onMatch(
        Routes.VIBRATION,
        DispatcherFixture.message("x", new UserProperty("x-priority", "urgent")),
        edge.now);
    edge.prepared(edge.last(Prepare.class).requestId());
    assertThat(edge.answer().outcome().reason()).isEqualTo("BAD_PROPERTY");
    assertThat(edge.answer().outcome().detail()).startsWith("x-priority");
    assertThat(edge.answer().outcome().id()).isPresent();
  }

  @Test
  void theFallbackStandsByAndAnswersAtTheLastSafeMoment() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    edge.passTo(239);
    assertThat(edge.runs(id, Run.FALLBACK)).isFalse();
    edge.passTo(240);
    assertThat(edge.runs(id, Run.FALLBACK)).isTrue();
    edge.modelSays(id, Run.FALLBACK, "normal");
    assertThat(edge.answers).isEmpty();
    edge.passTo(270);
    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.FALLBACK);
    assertThat(edge.answer().outcome().status()).isEqualTo(Status.DEGRADED);
  }

  @Test
  void aBetterAnswerBeatsTheHeldFallback() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    edge.passTo(240);
    edge.modelSays(id, Run.FALLBACK, "normal");
    edge.passTo(260);
    edge.modelSays(id, Run.PRIMARY, "anomaly");
    edge.passTo(300);
    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.EDGE);
  }

  @Test
  void aFallbackThatIsStillRunningAtTheLastMomentAnswersWhenItIsDone() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    edge.passTo(270);
    assertThat(edge.answers).isEmpty();
    edge.modelSays(id, Run.FALLBACK, "normal");
    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.FALLBACK);
  }

  @Test
  void withoutFallbackTheDeadlineIsAnsweredWithExpired() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.passTo(300);
    assertThat(edge.answer().outcome().status()).isEqualTo(Status.EXPIRED);
    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.NONE);
  }

  @Test
  void aResultThatComesAfterTheAnswerIsCountedAndDropped() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.passTo(300);
    edge.modelSays(id, Run.PRIMARY, "anomaly");
    assertThat(edge.answers).hasSize(1);
    assertThat(edge.dispatcher.stats().lateResults()).isEqualTo(1);
    assertThat(edge.dispatcher.stats().open()).isZero();
  }

  @Test
  void theWorkerOfALateResultIsFreeForTheNextRequest() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long first = edge.publish(Routes.withoutFallback());
    edge.prepared(first);
    edge.passTo(300);
    long second = edge.publish(Routes.withoutFallback());
    edge.prepared(second);
    assertThat(edge.runs(second, Run.PRIMARY)).isFalse();
    edge.modelSays(first, Run.PRIMARY, "anomaly");
    assertThat(edge.runs(second, Run.PRIMARY)).isTrue();
  }

  @Test
  void aModelThatFailsIsReplacedByTheFallbackAtOnce() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    edge.modelFails(id, Run.PRIMARY);
    edge.modelSays(id, Run.FALLBACK, "normal");
    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.FALLBACK);
    assertThat(edge.answer().outcome().reason()).isEqualTo("MODEL_FAILED");
  }

  @Test
  void whenBothModelsFailTheAnswerSaysSo() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    edge.modelFails(id, Run.PRIMARY);
    edge.modelFails(id, Run.FALLBACK);
    assertThat(edge.answer().outcome().status()).isEqualTo(Status.FAILED);
    assertThat(edge.answer().outcome().detail()).isEqualTo("broken");
  }

  @Test
  void aCloudRefusalIsPassedOnWithItsReason() {
    DispatcherFixture edge = new DispatcherFixture(Always.CLOUD);
    edge.dispatcher.onLinkUp(edge.now);
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.cloudSays(id, Envelope.Status.SHED);
    assertThat(edge.answer().outcome().reason()).isEqualTo("CLOUD_SHED");
    assertThat(edge.answer().outcome().detail()).isEqualTo("why");
  }

  @Test
  void aShedRequestIsAnsweredAtOnce() {
    DispatcherFixture edge = new DispatcherFixture(Always.SHED);
    edge.dispatcher.onLinkUp(edge.now);
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    assertThat(edge.answer().outcome().status()).isEqualTo(Status.SHED);
    assertThat(edge.answer().outcome().reason()).isEqualTo("SHED_INFEASIBLE");
  }

  @Test
  void aRequestThatWasOnTheWireWhenTheLinkBrokeGoesUpAgainUnderItsOldId() {
    DispatcherFixture edge = new DispatcherFixture(Always.CLOUD);
    edge.dispatcher.onLinkUp(edge.now);
    long id = edge.publish(Routes.withoutDeadline());
    edge.prepared(id);
    edge.dispatcher.onLinkDown(edge.now);
    edge.passTo(60_000);
    assertThat(edge.answers).isEmpty();
    edge.dispatcher.onLinkUp(edge.now);
    assertThat(edge.sent()).containsExactly(id, id);
    edge.cloudSays(id, Envelope.Status.OK);
    assertThat(edge.answer().outcome().status()).isEqualTo(Status.OK);
  }

  @Test
  void beyondTheLimitARequestIsShedAndTheOthersGoOn() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL, new Dispatcher.Limits(2, 2));
    edge.publish(Routes.VIBRATION);
    long second = edge.publish(Routes.VIBRATION);
    edge.dispatcher.onMatch(Routes.VIBRATION, DispatcherFixture.message("x"), edge.now);
    assertThat(edge.answer().outcome().reason()).isEqualTo("SHED_QUEUE_FULL");
    edge.prepared(second);
    assertThat(edge.runs(second, Run.PRIMARY)).isTrue();
  }

  @Test
  void aRequesterWithoutResponseTopicIsAnsweredAlone() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.request(Routes.VIBRATION, ANNA, DispatcherFixture.message("x"));
    assertThat(edge.last(Prepare.class).device()).isEmpty();
    edge.prepared(id);
    edge.modelSays(id, Run.PRIMARY, "normal");
    assertThat(edge.answer().reply().topic().value()).isEqualTo("infer/vibration/response/anna");
    assertThat(edge.answer().reply().onlyTo()).isEqualTo(Optional.of(ANNA));
  }

  @Test
  void aPayloadThatTakesLongerToDecodeThanTheDeadlineIsStillAnsweredOnce() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.passTo(400);
    assertThat(edge.answers).isEmpty();
    edge.prepared(id);
    assertThat(edge.answer().outcome().status()).isEqualTo(Status.EXPIRED);
    assertThat(edge.answer().outcome().id()).isPresent();
  }

  @Test
  void aMessageThatTheRouteIsNotForEndsWithoutAnAnswer() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.publish(Routes.VIBRATION);
    edge.dispatcher.onNotMatched(id, edge.now);
    edge.passTo(1_000);

    assertThat(edge.answers).isEmpty();
    assertThat(edge.dispatcher.stats().unmatched()).isEqualTo(1);
    assertThat(edge.dispatcher.stats().open()).isZero();
    assertThat(edge.dispatcher.stats().preparing()).isZero();
  }

  @Test
  void whoNamedARouteThatIsNotForTheMessageIsTold() {
    DispatcherFixture edge = new DispatcherFixture(Always.LOCAL);
    long id = edge.request(Routes.VIBRATION, ANNA, DispatcherFixture.message("x"));
    edge.dispatcher.onNotMatched(id, edge.now);

    assertThat(edge.answer().outcome().status()).isEqualTo(Status.REJECTED);
    assertThat(edge.answer().outcome().reason()).isEqualTo("NOT_MATCHED");
  }

  @Test
  void whatAGuardKeepsHereNeverGoesUp() {
    DispatcherFixture edge = new DispatcherFixture(Policies.named("prefer-cloud"));
    edge.dispatcher.onLinkUp(edge.now);
    long id = edge.publish(Routes.VIBRATION);
    edge.dispatcher.onLocalOnly(id);
    edge.prepared(id);

    assertThat(edge.sent()).isEmpty();
    assertThat(edge.runs(id, Run.PRIMARY)).isTrue();
  }

  @Test
  void aPlacedRequestEndsWithItsRecordWhereDecisionsAreRecorded() {
    DispatcherFixture edge = new DispatcherFixture(Policies.named("adaptive"));
    edge.dispatcher.recordDecisions();
    long id = edge.publish(Routes.VIBRATION);
    edge.prepared(id);
    edge.modelSays(id, Run.PRIMARY, "anomaly");
    EdgeEffect.Recorded recorded = edge.last(EdgeEffect.Recorded.class);

    assertThat(recorded.placed().request().id()).isEqualTo(id);
    assertThat(recorded.placed().saw().localOpen()).isTrue();
    assertThat(recorded.placed().reason().name()).isEqualTo("BREAKER");
    assertThat(recorded.outcome().status()).isEqualTo(Status.OK);
  }
}
