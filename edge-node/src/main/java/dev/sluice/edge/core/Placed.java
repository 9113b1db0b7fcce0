package dev.sluice.edge.core;

import dev.sluice.offload.Action;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Decision;
import dev.sluice.offload.Own;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Reason;

/**
 * A decision as values, with what it was made from: for the decision log.
 *
 * @param nowNanos when it was made
 * @param own which terms the message said itself
 */
public record Placed(
    PlacementRequest request,
    long nowNanos,
    Circumstances saw,
    Action action,
    Reason reason,
    double localHitProbability,
    double cloudHitProbability,
    Own own) {

  static Placed of(
      PlacementRequest request, long nowNanos, Circumstances saw, Decision decision, Own own) {
    return new Placed(
        request,
        nowNanos,
        saw,
        decision.action(),
        decision.reason(),
        decision.localHitProbability(),
        decision.cloudHitProbability(),
        own);
  }
}
