package dev.sluice.offload;

/** Here; up only when this side is closed. */
final class PreferEdge implements PlacementPolicy {
  @Override
  public String name() {
    return "prefer-edge";
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    if (state.localOpen()) {
      decision.set(Action.LOCAL, Reason.PREFERRED);
    } else if (state.cloudOpen()) {
      decision.set(Action.CLOUD, Reason.PREFERRED);
    }
  }
}
