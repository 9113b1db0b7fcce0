package dev.sluice.offload;

/** Sees what a policy is about to look at, inside the turn; keeps values, never the state. */
@FunctionalInterface
public interface PlacementWitness {
  /** Looks away, and costs nothing. */
  PlacementWitness NONE = (request, state, nowNanos) -> {};

  void deciding(PlacementRequest request, PlacementState state, long nowNanos);
}
