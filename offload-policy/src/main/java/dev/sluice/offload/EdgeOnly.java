package dev.sluice.offload;

/** Here or not at all: the fail-safe that works whatever the estimators believe. */
final class EdgeOnly implements PlacementPolicy {
  @Override
  public String name() {
    return "edge-only";
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    if (state.localOpen()) {
      decision.set(Action.LOCAL, Reason.FIXED);
    } else {
      decision.set(Action.SHED, Reason.SHED_NO_SIDE);
    }
  }
}
