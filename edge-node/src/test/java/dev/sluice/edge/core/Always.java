package dev.sluice.edge.core;

import dev.sluice.offload.Action;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.PlacementState;
import dev.sluice.offload.Reason;

/** A policy that says the same of every request. */
record Always(Action action, Reason reason) implements PlacementPolicy {
  static final Always LOCAL = new Always(Action.LOCAL, Reason.FIXED);
  static final Always CLOUD = new Always(Action.CLOUD, Reason.FIXED);
  static final Always SHED = new Always(Action.SHED, Reason.SHED_INFEASIBLE);

  @Override
  public String name() {
    return "always-" + action;
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    decision.set(action, reason);
  }
}
