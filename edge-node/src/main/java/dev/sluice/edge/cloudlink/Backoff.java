package dev.sluice.edge.cloudlink;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Waiting times between attempts: doubled up to a limit, each cut by up to half so that edge nodes
 * spread out.
 */
final class Backoff {
  private final long minMs;
  private final long maxMs;
  private final SplittableRandom random;
  private long nextMs;

  Backoff(Duration min, Duration max, SplittableRandom random) {
    this.minMs = Math.max(1, min.toMillis());
    this.maxMs = Math.max(this.minMs, max.toMillis());
    this.random = random;
    this.nextMs = this.minMs;
  }

  /** Milliseconds until the next attempt. */
  long next() {
    long wait = cut(nextMs);
    nextMs = Math.min(maxMs, nextMs * 2);
    return wait;
  }

  /** Milliseconds until an attempt elsewhere: not all edge nodes at once. */
  long soon() {
    return cut(minMs);
  }

  private long cut(long ms) {
    return Math.max(1, ms - random.nextLong(ms / 2 + 1));
  }

  /** An attempt succeeded. */
  void reset() {
    nextMs = minMs;
  }
}
