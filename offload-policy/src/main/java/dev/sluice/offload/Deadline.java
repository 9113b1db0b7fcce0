package dev.sluice.offload;

import java.util.EnumSet;
import java.util.Set;

/**
 * The side predicted to answer first, as {@link Fastest} has it; and after that nothing is final:
 * what a lane cannot keep is evicted, a worker stays free of long jobs, and what the cloud keeps
 * too long is rescued.
 */
final class Deadline implements PlacementPolicy {
  private static final Set<Care> CARES = EnumSet.complementOf(EnumSet.of(Care.FLIGHT, Care.PROBES));

  @Override
  public String name() {
    return "deadline";
  }

  @Override
  public Set<Care> cares() {
    return CARES;
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    Fastest.choose(request, state, nowNanos, decision);
  }
}
