package dev.sluice.sim.link;

import java.time.Duration;

/**
 * What a link has carried and suffered so far.
 *
 * @param connections accepted since the start
 * @param open now
 * @param refused connections reset because of an outage or an unreachable target
 * @param resets connections cut while they carried traffic
 * @param outages begun, the present one included
 * @param down time spent in outages, the present one included
 */
public record LinkStats(
    long bytesUp,
    long bytesDown,
    long connections,
    int open,
    long refused,
    long resets,
    int outages,
    Duration down) {}
