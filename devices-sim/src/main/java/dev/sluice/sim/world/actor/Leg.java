package dev.sluice.sim.world.actor;

import java.util.SplittableRandom;

/**
 * The network between the hop and one side: a delay, a jitter, a bandwidth, in order; unless a
 * fault loses, doubles, overtakes, holds or blocks.
 */
final class Leg {
  private static final double LOSS = 0.05;
  private static final double DUPLICATE = 0.05;
  private static final double REORDER = 0.1;
  private static final long LATE_NANOS = 400_000_000;

  /** Which way a message goes. */
  enum Way {
    UP,
    DOWN
  }

  /**
   * @param delayNanos one way
   * @param jitterNanos added, between 0 and this
   * @param nanosPerByte of its bandwidth
   */
  record Quality(long delayNanos, long jitterNanos, long nanosPerByte) {}

  private final Timeline timeline;
  private final Quality quality;
  private final Faults faults;
  private final SplittableRandom random;
  private final long[] freeNanos = new long[2];
  private final long[] arrivedNanos = new long[2];
  private final long[] blockedUntilNanos = new long[2];
  private final long[] cloggedUntilNanos = new long[2];

  Leg(Timeline timeline, Quality quality, Faults faults, SplittableRandom random) {
    this.timeline = timeline;
    this.quality = quality;
    this.faults = faults;
    this.random = random;
  }

  void carry(Way way, int bytes, Runnable arrival) {
    int at = way.ordinal();
    long now = timeline.nowNanos();
    freeNanos[at] = Math.max(freeNanos[at], now) + bytes * quality.nanosPerByte();
    if (blockedUntilNanos[at] > now || faults.strike(Fault.UPLINK_LOSS, LOSS, random)) {
      return;
    }
    long jitter = quality.jitterNanos() == 0 ? 0 : random.nextLong(quality.jitterNanos());
    long arrives = Math.max(freeNanos[at] + quality.delayNanos() + jitter, cloggedUntilNanos[at]);
    if (faults.strike(Fault.UPLINK_REORDER, REORDER, random)) {
      timeline.at(arrives + random.nextLong(LATE_NANOS), arrival);
    } else {
      arrivedNanos[at] = Math.max(arrivedNanos[at], arrives);
      timeline.at(arrivedNanos[at], arrival);
    }
    if (faults.strike(Fault.UPLINK_DUPLICATE, DUPLICATE, random)) {
      timeline.at(arrives + random.nextLong(LATE_NANOS), arrival);
    }
  }

  /** A new connection does not wait for what the old one had under way. */
  void reset() {
    for (Way way : Way.values()) {
      freeNanos[way.ordinal()] = 0;
      arrivedNanos[way.ordinal()] = 0;
    }
  }

  void block(Way way, long lengthNanos) {
    blockedUntilNanos[way.ordinal()] = timeline.nowNanos() + lengthNanos;
  }

  void clog(long lengthNanos) {
    for (Way way : Way.values()) {
      cloggedUntilNanos[way.ordinal()] = timeline.nowNanos() + lengthNanos;
    }
  }

  void heal() {
    for (Way way : Way.values()) {
      blockedUntilNanos[way.ordinal()] = 0;
    }
  }
}
