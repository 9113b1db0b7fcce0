package dev.sluice.sim.fleet;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect: doubling from the shortest to the longest
 * wait, each drawn from its upper half, so that devices that fell together do not come back
 * together.
 */
final class Backoff {
  private final long minMillis;
  private final long maxMillis;
  private final RandomGenerator chance;
  private int failures;

  Backoff(Duration min, Duration max, RandomGenerator chance) {
    this.minMillis = min.toMillis();
    this.maxMillis = max.toMillis();
    this.chance = chance;
  }

  long nextMillis() {
    long full = Math.min(maxMillis, minMillis << Math.min(failures, 20));
    failures++;
    return full / 2 + chance.nextLong(full / 2 + 1);
  }

  void succeeded() {
    failures = 0;
  }
}
