package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every policy against a state made by hand: what it chooses and what it calls its reason. */
class PoliciesTest {
  private final FakeState state = new FakeState();

  @Test
  void everyWordNamesAPolicy() {
    assertThat(Policies.words()).allSatisfy(word -> assertThat(Policies.named(word)).isNotNull());
    assertThat(Policies.named("fastest").name()).isEqualTo("fastest");
  }

  @Test
  void anUnknownWordIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Policies.named("fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'fast'")
        .hasMessageContaining("adaptive, edge-only");
  }

  @ParameterizedTest
  @CsvSource({
    // policy, local open, cloud open, cloud later, deadline -> action, reason
    "edge-only,    true,  true,  false, true,  LOCAL, FIXED",
    "edge-only,    false, true,  false, true,  SHED,  SHED_NO_SIDE",
    "cloud-only,   true,  true,  false, true,  CLOUD, FIXED",
    "cloud-only,   true,  false, true,  true,  CLOUD, FIXED",
    "cloud-only,   true,  false, true,  false, DEFER, DEFERRED_LINK_DOWN",
    "cloud-only,   true,  false, false, true,  SHED,  SHED_NO_SIDE",
    "prefer-edge,  true,  true,  false, true,  LOCAL, PREFERRED",
    "prefer-edge,  false, true,  false, true,  CLOUD, PREFERRED",
    "prefer-edge,  false, false, true,  true,  SHED,  SHED_NO_SIDE",
    "prefer-cloud, true,  true,  false, true,  CLOUD, PREFERRED",
    "prefer-cloud, true,  false, true,  true,  LOCAL, PREFERRED",
    "prefer-cloud, true,  false, true,  false, DEFER, DEFERRED_LINK_DOWN",
    "prefer-cloud, true,  false, false, false, LOCAL, PREFERRED",
    "threshold,    true,  true,  false, true,  LOCAL, QUEUE_LOW",
    "threshold,    false, true,  false, true,  CLOUD, QUEUE_LOW",
    "threshold,    false, false, true,  true,  SHED,  SHED_NO_SIDE",
    "fastest,      true,  true,  false, true,  LOCAL, CHEAPER_LOCAL",
    "fastest,      true,  true,  false, false, LOCAL, CHEAPER_LOCAL",
    "fastest,      true,  false, true,  false, LOCAL, CHEAPER_LOCAL",
    "fastest,      false, false, true,  false, DEFER, DEFERRED_LINK_DOWN",
    "fastest,      false, false, true,  true,  SHED,  SHED_NO_SIDE"
  })
  void choosesAmongTheOpenSides(
      String policy,
      boolean localOpen,
      boolean cloudOpen,
      boolean cloudLater,
      boolean deadline,
      Action action,
      Reason reason) {
    state.localOpen = localOpen;
    state.cloudOpen = cloudOpen;
    state.cloudLater = cloudLater;
    PlacementRequest request = deadline ? Requests.due(1, 100) : Requests.deferrable(1);

    Decision decision = decide(Policies.named(policy), request);

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    // predicted here, there, deadline -> action, reason
    "10, 50, 100, LOCAL, CHEAPER_LOCAL",
    "50, 10, 100, CLOUD, CHEAPER_CLOUD",
    "50, 200, 100, LOCAL, ONLY_LOCAL_FEASIBLE",
    "200, 50, 100, CLOUD, ONLY_CLOUD_FEASIBLE",
    "105, 200, 100, LOCAL, CHEAPER_LOCAL",
    "200, 105, 100, CLOUD, CHEAPER_CLOUD",
    "130, 150, 100, SHED, SHED_INFEASIBLE"
  })
  void fastestTakesTheLeastPredictedFinish(
      double here, double there, long deadlineMs, Action action, Reason reason) {
    state.localMs = here;
    state.cloudMs = there;

    Decision decision = decide(Policies.named("fastest"), Requests.due(1, deadlineMs));

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  @Test
  void thresholdGoesUpAtItsHighMarkAndComesBackAtItsLowMark() {
    PlacementPolicy threshold = Policies.named("threshold");

    assertThat(actionAt(threshold, 4)).isEqualTo(Action.LOCAL);
    assertThat(actionAt(threshold, 5)).isEqualTo(Action.CLOUD);
    assertThat(actionAt(threshold, 3)).isEqualTo(Action.CLOUD);
    assertThat(actionAt(threshold, 2)).isEqualTo(Action.LOCAL);
    assertThat(actionAt(threshold, 4)).isEqualTo(Action.LOCAL);
  }

  @Test
  void thresholdRespectsAClosedCloudAboveItsHighMark() {
    state.cloudOpen = false;

    assertThat(actionAt(Policies.named("threshold"), 9)).isEqualTo(Action.LOCAL);
  }

  @Test
  void twoThresholdsDoNotShareTheirState() {
    assertThat(actionAt(Policies.named("threshold"), 5)).isEqualTo(Action.CLOUD);
    assertThat(actionAt(Policies.named("threshold"), 4)).isEqualTo(Action.LOCAL);
  }

  private Action actionAt(PlacementPolicy policy, int queue) {
    state.localQueue = queue;
    return decide(policy, Requests.due(1, 100)).action();
  }

  /** With the decision preset as the engine presets it. */
  private Decision decide(PlacementPolicy policy, PlacementRequest request) {
    Decision decision = new Decision();
    if (state.cloudLater && !request.hasDeadline()) {
      decision.set(Action.DEFER, Reason.DEFERRED_LINK_DOWN);
    }
    policy.decide(request, state, 0, decision);
    return decision;
  }
}
