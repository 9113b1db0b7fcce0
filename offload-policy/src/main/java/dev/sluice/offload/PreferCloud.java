package dev.sluice.offload;

/**
 * Up; here only when the cloud is closed and a deadline runs. A request without one has the time to
 * wait for the preferred side, and is deferred.
 */
final class PreferCloud implements PlacementPolicy {
  @Override
  public String name() {
    return "prefer-cloud";
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    boolean waits = state.cloudLater() && !request.hasDeadline();
    if (state.cloudOpen()) {
      decision.set(Action.CLOUD, Reason.PREFERRED);
    } else if (state.localOpen() && !waits) {
      decision.set(Action.LOCAL, Reason.PREFERRED);
    }
  }
}
