package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.EdgeEffect.RunModel;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.offload.Cascade;
import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.uplink.Envelope;
import org.junit.jupiter.api.Test;

/** First here, then the cloud's second opinion; one answer whatever comes of it. */
class DispatcherCascadeTest {
  private final Cascade cascade =
      new Cascade(Policies.named("priced"), new Cascade.Terms(0.1, 0.1, "anomaly"));
  private final Route route = Routes.cascading(cascade, Privacy.CLOUD_OK);
  private final DispatcherFixture it = new DispatcherFixture(Policies.named("priced"));

  DispatcherCascadeTest() {
    it.dispatcher.onLinkUp(0);
  }

  private long first(Route asked, String label) {
    long id = it.publish(asked);
    it.prepared(id);
    assertThat(it.last(RunModel.class).model()).isEqualTo("small");
    assertThat(it.answers).isEmpty();
    it.modelSays(id, Run.PRIMARY, label);
    return id;
  }

  private Outcome answer() {
    return it.answer().outcome();
  }

  @Test
  void anUnsureAnswerWaitsForTheCloudsOther() {
    long id = first(route, "normal");
    assertThat(it.answers).isEmpty();
    assertThat(it.sent()).containsExactly(id);
    it.cloudSays(id, Envelope.Status.OK);
    assertThat(answer().placement()).isEqualTo(Placement.CLOUD);
    assertThat(answer().reason()).isEqualTo("ESCALATED_LOW_CONF");
    assertThat(answer().prediction().orElseThrow().label()).isEqualTo("anomaly");
    assertThat(answer().model().orElseThrow().name()).isEqualTo("large");
  }

  @Test
  void whereTheCloudIsLateTheFirstAnswerIsTheAnswer() {
    long id = first(route, "normal");
    it.passTo(280);
    assertThat(answer().placement()).isEqualTo(Placement.EDGE);
    assertThat(answer().status()).isEqualTo(Outcome.Status.OK);
    assertThat(answer().reason()).isEqualTo("ESCALATED_LOW_CONF");
    assertThat(answer().prediction().orElseThrow().label()).isEqualTo("normal");
    it.cloudSays(id, Envelope.Status.OK);
    it.passTo(400);
    assertThat(it.answers).hasSize(1);
    assertThat(it.dispatcher.stats().lateResults()).isEqualTo(1);
  }

  @Test
  void whereTheCloudFailsTheFirstAnswerIsTheAnswer() {
    long id = first(route, "normal");
    it.cloudSays(id, Envelope.Status.FAILED);
    assertThat(answer().placement()).isEqualTo(Placement.EDGE);
  }

  @Test
  void anOutageMeanwhileChangesNothing() {
    first(route, "normal");
    it.dispatcher.onLinkDown(it.now);
    it.passTo(280);
    assertThat(answer().placement()).isEqualTo(Placement.EDGE);
  }

  @Test
  void whatMustStayHereIsNotAskedThere() {
    first(Routes.cascading(cascade, Privacy.LOCAL_ONLY), "normal");
    assertThat(answer().placement()).isEqualTo(Placement.EDGE);
    assertThat(it.sent()).isEmpty();
  }

  @Test
  void aSureAnswerIsGivenAtOnce() {
    for (int i = 0; i < 2_000; i++) {
      cascade.learn("normal", 0.9f, false);
    }
    first(route, "normal");
    assertThat(answer().placement()).isEqualTo(Placement.EDGE);
    assertThat(it.sent()).isEmpty();
  }

  @Test
  void itLearnsFromWhatTheCloudSays() {
    for (int i = 0; i < 400; i++) {
      long id = it.publish(route);
      it.prepared(id);
      it.modelSays(id, Run.PRIMARY, "anomaly");
      if (it.sent().contains(id)) {
        it.cloudSays(id, Envelope.Status.OK);
      }
    }
    assertThat(it.answers).hasSize(400);
    assertThat(it.sent().size())
        .as("the cloud always agreed, so soon it was not asked")
        .isBetween(10, 200);
  }
}
