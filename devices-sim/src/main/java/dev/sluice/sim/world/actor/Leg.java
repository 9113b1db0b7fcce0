package dev.sluice.sim.world.actor;

import java.util.EnumMap;
import java.util.Map;
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

  /** One direction: until when it is busy, and what is done to it. */
  private static final class Lane {
    private long freeNanos;
    private long arrivedNanos;
    private long blockedUntilNanos;
    private long cloggedUntilNanos;
  }

  private final Timeline timeline;
  private final Quality quality;
  private final Faults faults;
  private final SplittableRandom random;
  private final Map<Way, Lane> lanes = new EnumMap<>(Way.class);

  Leg(Timeline timeline, Quality quality, Faults faults, SplittableRandom random) {
    this.timeline = timeline;
    this.quality = quality;
    this.faults = faults;
    this.random = random;
    for (Way way : Way.values()) {
      lanes.put(way, new Lane());
    }
  }

  void carry(Way way, int bytes, Runnable arrival) {
    Lane lane = lanes.get(way);
    long now = timeline.nowNanos();
    lane.freeNanos = Math.max(lane.freeNanos, now) + bytes * quality.nanosPerByte();
    if (lane.blockedUntilNanos > now || faults.strike(Fault.UPLINK_LOSS, LOSS, random)) {
      return;
    }
    long jitter = quality.jitterNanos() == 0 ? 0 : random.nextLong(quality.jitterNanos());
    long arrives = Math.max(lane.freeNanos + quality.delayNanos() + jitter, lane.cloggedUntilNanos);
    if (faults.strike(Fault.UPLINK_REORDER, REORDER, random)) {
      timeline.at(arrives + random.nextLong(LATE_NANOS), arrival);
    } else {
      lane.arrivedNanos = Math.max(lane.arrivedNanos, arrives);
      timeline.at(lane.arrivedNanos, arrival);
    }
    if (faults.strike(Fault.UPLINK_DUPLICATE, DUPLICATE, random)) {
      timeline.at(arrives + random.nextLong(LATE_NANOS), arrival);
    }
  }

  /** A new connection does not wait for what the old one had under way. */
  void reset() {
    for (Lane lane : lanes.values()) {
      lane.freeNanos = 0;
      lane.arrivedNanos = 0;
    }
  }

  void block(Way way, long lengthNanos) {
    lanes.get(way).blockedUntilNanos = timeline.nowNanos() + lengthNanos;
  }

  void clog(long lengthNanos) {
    lanes.values().forEach(lane -> lane.cloggedUntilNanos = timeline.nowNanos() + lengthNanos);
  }

  void heal() {
    lanes.values().forEach(lane -> lane.blockedUntilNanos = 0);
  }
}
