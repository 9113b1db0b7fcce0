package dev.sluice.sim.world.actor;

/**
 * The monotonic clock of one process: begins anywhere and runs a little fast or slow, as crystals
 * do. Deadlines travel as remaining time, so none of it may matter.
 *
 * @param offsetNanos what it says when the world begins
 * @param driftPpm microseconds gained per second
 */
record MonotonicClock(long offsetNanos, int driftPpm) {
  private static final long PPM = 1_000_000;

  /** What it says at that virtual time. */
  long read(long virtualNanos) {
    return offsetNanos + virtualNanos + virtualNanos * driftPpm / PPM;
  }

  /** The same crystal, but at that virtual time it says so. */
  MonotonicClock saying(long localNanos, long virtualNanos) {
    return new MonotonicClock(offsetNanos + localNanos - read(virtualNanos), driftPpm);
  }

  /** The first virtual time at which it says at least that. */
  long whenItSays(long localNanos) {
    long elapsed = localNanos - offsetNanos;
    long guess = elapsed - elapsed * driftPpm / (PPM + driftPpm) - 2;
    while (read(guess) < localNanos) {
      guess += Math.max(1, (localNanos - read(guess)) * 9 / 10);
    }
    return guess;
  }
}
