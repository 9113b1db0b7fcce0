package dev.sluice.sim.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * What there is to show at one moment of a run.
 *
 * @param elapsed since the devices began
 * @param lately what came since the moment before
 * @param edge empty where the edge node did not answer
 */
record Moment(
    Duration elapsed, Phase phase, Progress total, Progress lately, Optional<EdgeReading> edge) {}
