package dev.sluice.edge.journal;

/**
 * The two clocks at one moment.
 *
 * @param nanos of the node's own clock, which only counts on while the process lives
 * @param wallMillis of the system's, which may jump
 */
public record TimeMark(long nanos, long wallMillis) {}
