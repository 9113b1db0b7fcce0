package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Masks, reasons and limits: what happens before and after the policy. */
class PlacementEngineTest {
  private static final long MS = Requests.MS;

  @Test
  void aPrivateRequestStaysHereAndSaysWhy() {
    PlacementEngine engine = Requests.connected("prefer-cloud");

    assertDecision(engine.place(Requests.secret(1, 100), 0), Action.LOCAL, Reason.PRIVACY);
  }

  @Test
  void aRequestWithoutLocalModelGoesUpAndSaysWhy() {
    PlacementEngine engine = Requests.connected("adaptive");

    Decision decision = engine.place(Requests.withoutModel(1, 500 * MS), 0);

    assertDecision(decision, Action.CLOUD, Reason.NO_LOCAL_MODEL);
    assertThat(decision.predictedLocalNanos()).isEqualTo(Decision.UNKNOWN);
    assertThat(decision.marginNanos()).isZero();
  }

  @Test
  void withoutLinkEverythingStaysHere() {
    PlacementEngine engine = Requests.engine("prefer-cloud");

    assertDecision(engine.place(Requests.due(1, 100), 0), Action.LOCAL, Reason.BREAKER);
  }

  @Test
  void aFixedSideIsTheReasonWhateverIsMasked() {
    PlacementEngine engine = Requests.engine("edge-only");

    assertDecision(engine.place(Requests.secret(1, 100), 0), Action.LOCAL, Reason.FIXED);
  }

  @Test
  void withoutAnySideARequestIsShedOrDeferred() {
    PlacementEngine engine = Requests.engine("adaptive");

    assertDecision(
        engine.place(Requests.withoutModel(1, 100 * MS), 0), Action.SHED, Reason.SHED_NO_SIDE);
    assertDecision(
        engine.place(Requests.withoutModel(2, PlacementRequest.NO_DEADLINE), 0),
        Action.DEFER,
        Reason.DEFERRED_LINK_DOWN);
    assertThat(engine.snapshot(0).deferred()).isEqualTo(1);
  }

  @Test
  void cloudOnlyWaitsForTheLinkInTheOutbox() {
    PlacementEngine engine = Requests.engine("cloud-only");

    assertDecision(engine.place(Requests.due(1, 300), 0), Action.CLOUD, Reason.FIXED);
    assertThat(engine.nextCloud(0)).isEmpty();
    engine.onLinkUp(100 * MS);

    assertThat(engine.nextCloud(100 * MS)).contains(Requests.due(1, 300));
  }

  @Test
  void aRouteMayFixItsOwnSide() {
    PlacementEngine engine = Requests.connected("edge-only");

    Decision decision = engine.place(Requests.due(1, 500), Policies.named("cloud-only"), 0);

    assertDecision(decision, Action.CLOUD, Reason.FIXED);
  }

  @Test
  void anotherPolicyDecidesFromNowOnAndWhatIsPlacedStays() {
    PlacementEngine engine = Requests.connected("edge-only");
    engine.place(Requests.due(1, 500), 0);
    engine.use(Policies.named("cloud-only"));

    assertDecision(engine.place(Requests.due(2, 500), 0), Action.CLOUD, Reason.FIXED);
    assertThat(engine.nextLocal(0)).contains(Requests.due(1, 500));
    assertThat(engine.snapshot(0).policy()).isEqualTo("cloud-only");
  }

  @Test
  void aFullLocalLaneSendsUpAndThenSheds() {
    PlacementEngine engine = Requests.engine("prefer-edge");
    for (int id = 0; id < 8; id++) {
      engine.place(Requests.due(id, 10_000), 0);
    }
    assertDecision(engine.place(Requests.due(8, 10_000), 0), Action.SHED, Reason.SHED_QUEUE_FULL);
    engine.onLinkUp(0);

    assertDecision(engine.place(Requests.due(9, 10_000), 0), Action.CLOUD, Reason.LANE_FULL);
    assertDecision(
        engine.place(Requests.secret(10, 10_000), 0), Action.SHED, Reason.SHED_QUEUE_FULL);
  }

  @Test
  void aFullLaneMakesRoomByWhatIsTooLateAnyway() {
    PlacementEngine engine = Requests.engine("edge-only");
    for (int id = 0; id < 8; id++) {
      engine.place(Requests.due(id, 50), 0);
    }

    assertThat(engine.place(Requests.due(8, 500), 60 * MS).action()).isEqualTo(Action.LOCAL);
    assertThat(engine.snapshot(60 * MS).localQueue()).isEqualTo(1);
  }

  @Test
  void deferredRequestsLeaveRoomInTheOutboxForUrgentOnes() {
    PlacementEngine engine = Requests.engine("cloud-only");
    for (int id = 0; id < 14; id++) {
      assertThat(engine.place(Requests.deferrable(id), 0).action()).isEqualTo(Action.DEFER);
    }

    assertDecision(engine.place(Requests.deferrable(14), 0), Action.SHED, Reason.SHED_QUEUE_FULL);
    assertThat(engine.place(Requests.due(15, 1_000), 0).action()).isEqualTo(Action.CLOUD);
    assertThat(engine.place(Requests.due(16, 1_000), 0).action()).isEqualTo(Action.CLOUD);
    assertDecision(engine.place(Requests.due(17, 1_000), 0), Action.SHED, Reason.SHED_QUEUE_FULL);
  }

  @Test
  void aDecisionCarriesBothPredictions() {
    PlacementEngine engine = Requests.connected("edge-only");
    engine.seedLocal(0, Duration.ofMillis(10));

    Decision decision = engine.place(Requests.due(1, 200), 0);

    assertThat(decision.predictedLocalNanos()).isEqualTo(13 * MS);
    // 1 KB at 1 ms, round trip 20 ms, service as here until the cloud has answered
    assertThat(decision.predictedCloudNanos()).isEqualTo(31 * MS);
    assertThat(decision.localHitProbability()).isGreaterThan(0.99);
    assertThat(decision.marginNanos()).isEqualTo(18 * MS);
  }

  @Test
  void whatCannotBeMadeAnywhereIsShed() {
    PlacementEngine engine = Requests.connected("fastest");
    engine.seedLocal(0, Duration.ofMillis(500));
    teach(engine, 500);

    assertDecision(
        engine.place(Requests.due(100, 10_020), 10_000 * MS), Action.SHED, Reason.SHED_INFEASIBLE);
  }

  @Test
  void refusesARequestItHoldsAlready() {
    PlacementEngine engine = Requests.connected("edge-only");
    engine.place(Requests.due(1, 100), 0);

    assertThatThrownBy(() -> engine.place(Requests.due(1, 100), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request id 1 is already placed");
  }

  @Test
  void refusesAClassItDoesNotKnow() {
    PlacementEngine engine = Requests.connected("edge-only");

    assertThatThrownBy(() -> engine.seedLocal(1, Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("service class 1 is not one of 1");
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatThrownBy(
            () -> new PlacementEngine.Settings(0, 1, 8, 16, 4, Duration.ofMillis(20), 8e6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("placement: workers must be above 0, is 0.0");
  }

  @Test
  void refusesAPolicyThatChoosesAMaskedSide() {
    PlacementPolicy stubborn = new SendsUp(Set.of());
    PlacementEngine engine = new PlacementEngine(Requests.settings(), stubborn);

    assertThatThrownBy(() -> engine.place(Requests.secret(1, 100), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("masked");
    assertThat(engine.nextCloud(0)).isEqualTo(Optional.empty());
  }

  /** Lets both workers take this long, several times over. */
  private static void teach(PlacementEngine engine, long serviceMs) {
    for (int id = 0; id < 20; id++) {
      long now = id * serviceMs * MS;
      engine.place(Requests.secret(id, 1_000_000), Policies.named("edge-only"), now);
      engine.nextLocal(now);
      engine.onLocalFinished(id, serviceMs * MS, now + serviceMs * MS);
    }
  }

  private static void assertDecision(Decision decision, Action action, Reason reason) {
    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.reason()).isEqualTo(reason);
  }
}
