package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the prices do to a choice; and the budget on top of them. */
class PricedTest {
  private final FakeState state = new FakeState();
  private final Decision decision = new Decision();

  private Decision decide(PlacementPolicy policy, double localHit, double cloudHit, long nowMs) {
    decision.set(Action.SHED, Reason.SHED_NO_SIDE);
    decision.predict(10 * Requests.MS, localHit, 50 * Requests.MS, cloudHit);
    policy.decide(Requests.due(1, nowMs + 100), state, nowMs * Requests.MS, decision);
    return decision;
  }

  private Decision priced(double localHit, double cloudHit) {
    return decide(Policies.named("priced"), localHit, cloudHit, 0);
  }

  PricedTest() {
    state.localOpen = true;
    state.cloudOpen = true;
  }

  @Test
  void withoutScarcityTheSaferSideIsTaken() {
    assertThat(priced(0.9, 0.8).action()).isEqualTo(Action.LOCAL);
    assertThat(priced(0.8, 0.9).action()).isEqualTo(Action.CLOUD);
    assertThat(priced(0.9, 0.9).action()).isEqualTo(Action.LOCAL);
  }

  @Test
  void whatIsInTimeOnBothSidesIsAnsweredWhereThatIsSooner() {
    state.localPressure = 0.1;
    assertThat(priced(1, 1).action()).as("10 ms here, 50 ms there").isEqualTo(Action.LOCAL);
    state.localPressure = 0.3;
    assertThat(priced(1, 1).action()).as("others wait here").isEqualTo(Action.CLOUD);
  }

  @Test
  void aDearWorkerSendsWhatNeedsMuchOfItUp() {
    state.localPrice = 0.5;
    assertThat(priced(1, 0.9).action()).isEqualTo(Action.CLOUD);
    state.relativeWork = 0.1;
    assertThat(priced(1, 0.9).action()).isEqualTo(Action.LOCAL);
  }

  @Test
  void aDearUplinkKeepsWhatIsLargeHere() {
    state.uplinkPrice = 0.5;
    assertThat(priced(0.7, 1).action()).isEqualTo(Action.LOCAL);
    state.relativeBytes = 0.1;
    assertThat(priced(0.7, 1).action()).isEqualTo(Action.CLOUD);
  }

  @Test
  void whatWouldBlockTheWireForOthersStays() {
    state.blocksThere = 3;
    assertThat(priced(0.2, 1).action()).isEqualTo(Action.LOCAL);
  }

  @Test
  void whatWouldBlockTheWorkersForOthersGoesUp() {
    state.blocksHere = 3;
    assertThat(priced(1, 0.2).action()).isEqualTo(Action.CLOUD);
  }

  @Test
  void whatBlocksMoreThanItIsWorthOnBothSidesIsShed() {
    state.blocksHere = 1.1;
    state.blocksThere = 2;
    assertThat(priced(1, 1).reason()).isEqualTo(Reason.SHED_FOR_OTHERS);
    state.blocksHere = 0.9;
    assertThat(priced(1, 1).action()).isEqualTo(Action.LOCAL);
    state.blocksThere = 0.8;
    state.blocksHere = 1.1;
    assertThat(priced(1, 1).action()).isEqualTo(Action.CLOUD);
  }

  @Test
  void whatIsCrowdedOutIsShedHoweverSurelyItWouldBeInTime() {
    state.crowdedOut = true;
    assertThat(priced(1, 1).reason()).isEqualTo(Reason.SHED_FOR_OTHERS);
  }

  @Test
  void whatHasNoDeadlineWaitsUntilOthersHaveHadTheirTurn() {
    state.crowdedOut = true;
    state.blocksHere = 5;
    state.blocksThere = 7;
    decision.predict(10 * Requests.MS, 1, 50 * Requests.MS, 1);
    Policies.named("priced").decide(Requests.deferrable(1), state, 0, decision);
    assertThat(decision.action()).isEqualTo(Action.LOCAL);
  }

  @Test
  void whatNoSideCanMakeIsShed() {
    assertThat(priced(0.01, 0.04).reason()).isEqualTo(Reason.SHED_INFEASIBLE);
  }

  @Test
  void aBudgetIsKeptInTheLongRunAndItsStockCanGoAtOnce() {
    PlacementPolicy budget = Policies.budget(60);
    int up = 0;
    for (int ms = 0; ms < 60_000; ms += 10) {
      up += decide(budget, 0, 1, ms).action() == Action.CLOUD ? 1 : 0;
    }
    // A minute's worth and ten seconds of stock.
    assertThat(up).isBetween(60, 71);
  }

  @Test
  void aSpentBudgetIsTheReasonToStay() {
    PlacementPolicy budget = Policies.budget(1);
    assertThat(decide(budget, 0.1, 1, 0).action()).isEqualTo(Action.CLOUD);
    assertThat(decide(budget, 0.1, 1, 1).reason()).isEqualTo(Reason.BUDGET);
    assertThat(decision.action()).isEqualTo(Action.LOCAL);
    state.localOpen = false;
    assertThat(decide(budget, 0, 1, 2).action()).isEqualTo(Action.SHED);
  }
}
