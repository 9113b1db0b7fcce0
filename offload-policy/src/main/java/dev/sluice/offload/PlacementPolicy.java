package dev.sluice.offload;

import java.util.Set;

/**
 * Chooses a side for one request. Called once per request inside a turn: O(1) to O(64), allocates
 * nothing, reads {@link PlacementState} and writes the decision. Masks (privacy, breaker, missing
 * model, full lane) are applied by the engine before it asks, and {@link PlacementState#localOpen}
 * and {@link PlacementState#cloudOpen} say which sides they leave. The decision comes preset with
 * what happens when none is open; a policy that finds none leaves it as it is.
 */
public interface PlacementPolicy {
  /** The name that configuration and reports use. */
  String name();

  /** What the engine does for the requests that this policy placed, until they end. */
  default Set<Care> cares() {
    return Set.of();
  }

  void decide(PlacementRequest request, PlacementState state, long nowNanos, Decision decision);

  /** What an answer in time is worth, beside an ordinary one's 1: what a plan may pay for it. */
  default double worth(PlacementRequest request) {
    return request.weight();
  }
}
