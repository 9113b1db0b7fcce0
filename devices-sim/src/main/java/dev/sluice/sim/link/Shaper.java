package dev.sluice.sim.link;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * One direction of a link: says when bytes handed over now come out at the far end. They queue for
 * the bandwidth one after the other, then travel for the latency plus a jitter between 0 and its
 * bound, and never overtake each other.
 */
final class Shaper {
  private final Bandwidth bandwidth;
  private final long latencyNanos;
  private final long jitterNanos;
  private final SplittableRandom random;
  private long freeNanos;
  private long lastArrivalNanos;
  private long carriedBytes;

  Shaper(Bandwidth bandwidth, Duration latency, Duration jitter, SplittableRandom random) {
    this.bandwidth = bandwidth;
    this.latencyNanos = latency.toNanos();
    this.jitterNanos = jitter.toNanos();
    this.random = random;
  }

  /** When these bytes arrive, in nanoseconds since the link began. */
  long arrivalNanos(long nowNanos, int bytes) {
    freeNanos = bandwidth.finishNanos(Math.max(nowNanos, freeNanos), bytes);
    long jitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos + 1);
    lastArrivalNanos = Math.max(lastArrivalNanos, freeNanos + latencyNanos + jitter);
    carriedBytes += bytes;
    return lastArrivalNanos;
  }

  long carriedBytes() {
    return carriedBytes;
  }
}
