package dev.sluice.offload;

import java.util.Set;

/**
 * Sends everything up, whatever is open.
 *
 * @param cares what is done for its requests afterwards
 */
record SendsUp(Set<Care> cares) implements PlacementPolicy {
  @Override
  public String name() {
    return "sends-up";
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    decision.set(Action.CLOUD, Reason.FIXED);
  }
}
