package dev.sluice.cloud.bridge;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Between attempts to connect: doubled up to a limit, each cut by up to half, so that bridges do
 * not all come at the moment at which their broker is back.
 */
final class Pauses {
  private final long minMs;
  private final long maxMs;
  private final SplittableRandom random = new SplittableRandom();
  private long nextMs;

  Pauses(Duration min, Duration max) {
    this.minMs = Math.max(1, min.toMillis());
    this.maxMs = Math.max(minMs, max.toMillis());
    this.nextMs = minMs;
  }

  /** Milliseconds until the next attempt. */
  long next() {
    long pause = nextMs - random.nextLong(nextMs / 2 + 1);
    nextMs = Math.min(maxMs, nextMs * 2);
    return Math.max(1, pause);
  }

  /** An attempt succeeded. */
  void reset() {
    nextMs = minMs;
  }
}
