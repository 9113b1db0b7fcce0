package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.check.Checks;
import java.util.SplittableRandom;

/**
 * What every actor of one world shares.
 *
 * @param random each actor splits its own off
 */
record Surroundings(
    Timeline timeline,
    Trace trace,
    Faults faults,
    Seams seams,
    Checks checks,
    SplittableRandom random) {

  /** The same, for actors that draw from another source. */
  Surroundings with(SplittableRandom other) {
    return new Surroundings(timeline, trace, faults, seams, checks, other);
  }
}
