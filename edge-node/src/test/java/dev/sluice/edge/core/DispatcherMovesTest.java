package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.edge.core.Outcome.Status;
import dev.sluice.offload.Action;
import dev.sluice.offload.Care;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.PlacementState;
import dev.sluice.offload.Reason;
import dev.sluice.uplink.Envelope;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests whose side changes after they were placed: evicted, or rescued; answered once. */
class DispatcherMovesTest {

  /** The same side for every request, and all the care that the default policy takes. */
  private record Careful(Action action) implements PlacementPolicy {
    @Override
    public String name() {
      return "careful";
    }

    @Override
    public Set<Care> cares() {
      return EnumSet.allOf(Care.class);
    }

    @Override
    public void decide(
        PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
      decision.set(action, Reason.PREFERRED);
    }
  }

  private final DispatcherFixture edge = new DispatcherFixture(new Careful(Action.CLOUD));

  /** On the wire, and silent until a run here is the last thing that can help. */
  private long rescued() {
    edge.dispatcher.onLinkUp(edge.now);
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    assertThat(edge.sent()).containsExactly(id);
    edge.passTo(200);
    assertThat(edge.runs(id, Run.PRIMARY)).isFalse();
    edge.passTo(252);
    assertThat(edge.runs(id, Run.PRIMARY)).isTrue();
    return id;
  }

  @Test
  void aRescueAnswersWhenTheCloudStaysSilent() {
    long id = rescued();
    edge.modelSays(id, Run.PRIMARY, "anomaly");

    Outcome outcome = edge.answer().outcome();
    assertThat(outcome.placement()).isEqualTo(Placement.EDGE);
    assertThat(outcome.reason()).isEqualTo("RESCUED");
    assertThat(outcome.status()).isEqualTo(Status.OK);
  }

  @Test
  void theCloudsLaterAnswerToARescuedRequestIsCountedAndDropped() {
    long id = rescued();
    edge.modelSays(id, Run.PRIMARY, "anomaly");
    edge.cloudSays(id, Envelope.Status.OK);

    assertThat(edge.answers).hasSize(1);
    assertThat(edge.dispatcher.stats().lateResults()).isEqualTo(1);
  }

  @Test
  void theCloudAnswersARescuedRequestIfItIsFirstAndTheRunHereIsDropped() {
    long id = rescued();
    edge.cloudSays(id, Envelope.Status.OK);
    edge.modelSays(id, Run.PRIMARY, "anomaly");

    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.CLOUD);
    assertThat(edge.answer().outcome().reason()).isEqualTo("RESCUED");
    assertThat(edge.dispatcher.stats().lateResults()).isEqualTo(1);
  }

  @Test
  void aRescueThatFailsLeavesTheRequestToTheCloud() {
    long id = rescued();
    edge.modelFails(id, Run.PRIMARY);
    assertThat(edge.answers).isEmpty();
    edge.cloudSays(id, Envelope.Status.OK);

    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.CLOUD);
  }

  @Test
  void aRefusalOfTheCloudLeavesTheRequestToItsRescue() {
    long id = rescued();
    edge.cloudSays(id, Envelope.Status.SHED);
    assertThat(edge.answers).isEmpty();
    edge.modelSays(id, Run.PRIMARY, "anomaly");

    assertThat(edge.answer().outcome().placement()).isEqualTo(Placement.EDGE);
  }

  @Test
  void whenBothRescueAndCloudFailTheAnswerSaysSo() {
    long id = rescued();
    edge.cloudSays(id, Envelope.Status.SHED);
    edge.modelFails(id, Run.PRIMARY);

    assertThat(edge.answer().outcome().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void aRescuedRequestStillExpiresOnceWhenNobodyAnswers() {
    rescued();
    edge.passTo(300);

    assertThat(edge.answer().outcome().status()).isEqualTo(Status.EXPIRED);
  }

  @Test
  void whatWaitsForABrokenLinkRunsHereAndIsNotSentWhenItReturns() {
    edge.dispatcher.onLinkUp(edge.now);
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.dispatcher.onLinkDown(edge.now);
    edge.passTo(252);
    assertThat(edge.runs(id, Run.PRIMARY)).isTrue();
    edge.dispatcher.onLinkUp(edge.now);
    edge.modelSays(id, Run.PRIMARY, "anomaly");

    assertThat(edge.sent()).containsExactly(id);
    assertThat(edge.answer().outcome().reason()).isEqualTo("RESCUED");
  }

  @Test
  void whatTheLocalLaneCannotKeepGoesUpAndSaysThatItWasEvicted() {
    DispatcherFixture here = new DispatcherFixture(new Careful(Action.LOCAL));
    here.dispatcher.onLinkUp(here.now);
    // A run takes 20 ms until measured, on one worker: 300 ms are full after fifteen.
    for (int i = 0; i < 17; i++) {
      here.prepared(here.publish(Routes.withoutFallback()));
    }
    assertThat(here.sent()).isNotEmpty();
    long id = here.sent().get(0);
    here.cloudSays(id, Envelope.Status.OK);

    assertThat(here.answer().outcome().placement()).isEqualTo(Placement.CLOUD);
    assertThat(here.answer().outcome().reason()).isEqualTo("EVICTED");
    assertThat(here.runs(id, Run.PRIMARY)).isFalse();
  }
}
