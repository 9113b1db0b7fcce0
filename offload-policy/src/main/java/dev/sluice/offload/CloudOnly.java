package dev.sluice.offload;

/**
 * Up or not at all. While the cloud is closed a request waits in the outbox until its deadline,
 * when the caller answers it otherwise; without a deadline it is deferred until the cloud is back.
 */
final class CloudOnly implements PlacementPolicy {
  @Override
  public String name() {
    return "cloud-only";
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    if (state.cloudOpen() || (state.cloudLater() && request.hasDeadline())) {
      decision.set(Action.CLOUD, Reason.FIXED);
    }
  }
}
