package dev.sluice.bench.trial;

import java.time.Duration;

/**
 * How long a trial takes.
 *
 * @param warmUpMin a broker is given at least that to compile its hot paths
 * @param warmUpMax and at most that, when its rate goes on rising
 * @param measured length of what counts
 */
public record Timing(Duration warmUpMin, Duration warmUpMax, Duration measured) {}
