package dev.sluice.sim.fleet;

import dev.sluice.sim.check.Outcome;
import java.util.Map;

/**
 * How a run went.
 *
 * @param reconnects of all devices, after their first connection
 * @param seconds during which devices published
 */
public record Report(
    Outcome total, Map<String, Outcome> perGroup, long reconnects, long seed, double seconds) {}
