package dev.sluice.edge.core;

import dev.sluice.offload.Action;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Reason;

/**
 * A decision as values, with what it was made from: for the decision log.
 *
 * @param nowNanos when it was made
 */
public record Placed(
    PlacementRequest request,
    long nowNanos,
    Circumstances saw,
    Action action,
    Reason reason,
    double localHitProbability,
    double cloudHitProbability) {

  static Placed of(PlacementRequest request, long nowNanos, Circumstances saw, Decision decision) {
    return new Placed(
        request,
        nowNanos,
        saw,
        decision.action(),
        decision.reason(),
        decision.localHitProbability(),
        decision.cloudHitProbability());
  }
}
