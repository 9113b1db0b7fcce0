package dev.sluice.offload;

/**
 * When a request that is lost where it waits is sent up although it is predicted to be late there
 * too. Only large messages tell what a wire carries: one that is thought too slow for them gets
 * small ones alone, and stays so in thought for ever. Nothing is risked but the time of the wire:
 * it must carry little, and each probe that has not found the wire half as fast again as the last
 * one did doubles the pause before the next, from 4 s to a minute.
 */
final class Probes {
  private static final double PAUSE_MIN_NANOS = 4e9;
  private static final double PAUSE_MAX_NANOS = 60e9;
  private static final double FASTER = 1.5;
  private static final long BYTES_MIN = 3_000;
  private static final double BYTES_SHARE = 0.25;

  private final CloudSide cloud;
  private double pauseNanos = PAUSE_MIN_NANOS;
  private double lastNanosPerByte;
  private boolean probed;
  private long lastNanos;

  Probes(CloudSide cloud) {
    this.cloud = cloud;
  }

  /** Whether it may be one now; it counts as sent then. */
  boolean takes(PlacementRequest request, long nowNanos) {
    boolean due = !probed || nowNanos - lastNanos >= pauseNanos;
    if (!due || !wireCarriesLittle(request) || !mayArrive(request, nowNanos)) {
      return false;
    }
    double nanosPerByte = cloud.wire().nanosPerByte(nowNanos);
    boolean learned = !probed || nanosPerByte * FASTER <= lastNanosPerByte;
    pauseNanos = learned ? PAUSE_MIN_NANOS : Math.min(PAUSE_MAX_NANOS, 2 * pauseNanos);
    lastNanosPerByte = nanosPerByte;
    lastNanos = nowNanos;
    probed = true;
    return true;
  }

  private boolean wireCarriesLittle(PlacementRequest request) {
    long carried = cloud.outbox().bytes() + cloud.wire().sent().bytes();
    return carried <= Math.max(BYTES_MIN, BYTES_SHARE * request.bytes());
  }

  private boolean mayArrive(PlacementRequest request, long nowNanos) {
    return cloud.mask(request, nowNanos) == Mask.OPEN
        && cloud.leastAtAnyRateNanos(request, nowNanos) <= request.deadlineNanos() - nowNanos;
  }
}
