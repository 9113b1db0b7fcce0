package dev.sluice.offload;

/**
 * Chooses a side for one request. Called once per request inside a turn: O(1) to O(64), allocates
 * nothing, reads {@link PlacementState} and writes the decision. Masks (privacy, breaker, missing
 * model) are applied by the engine before it asks: at least one side is open, and {@link
 * PlacementState#localOpen} and {@link PlacementState#cloudOpen} say which.
 */
public interface PlacementPolicy {
  /** The name that configuration and reports use. */
  String name();

  void decide(PlacementRequest request, PlacementState state, long nowNanos, Decision decision);
}
