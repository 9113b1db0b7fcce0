package dev.sluice.inference.guard;

import java.time.Duration;

/**
 * How many calls a server gets at one time, found from how long they take.
 *
 * <pre>
 *   gradient = tolerance * shortest time known / mean time of this window, within [1/2, 1]
 *   limit'   = limit * gradient + sqrt(limit)          smoothed over windows
 *   a drop:  limit' = 0.9 * limit                      once per window
 *   a probe: limit' = limit / 2, and the shortest time is forgotten, so that it is measured anew
 * </pre>
 *
 * <p>While times stay near the shortest one the limit grows by its root, which is the queue that
 * the server may have; when times grow, calls are waiting there, and the limit shrinks until they
 * do not. It grows only while it is used. The gradient is that of Netflix's concurrency-limits, the
 * reaction to drops is AIMD (Chiu and Jain, 1989), the probe is BBR's (Cardwell et al., 2016):
 * without it a lasting queue would pass for the server's own time.
 */
final class AdaptiveLimit {
  /**
   * @param initial before anything is known
   * @param max never exceeded
   * @param tolerance times that count as not waiting, as a multiple of the shortest
   * @param window of times that are judged together
   * @param probeEvery between two measurements of the shortest time
   */
  record Settings(int initial, int max, double tolerance, Duration window, Duration probeEvery) {
    Settings {
      if (initial < 1 || max < initial || tolerance < 1) {
        throw new IllegalArgumentException(
            "a limit of " + initial + " up to " + max + ", tolerance " + tolerance);
      }
    }

    static Settings upTo(int max) {
      return new Settings(
          Math.min(8, max), max, 1.5, Duration.ofMillis(100), Duration.ofSeconds(15));
    }
  }

  private static final int SAMPLES_MIN = 8;
  private static final double SMOOTHING = 0.3;
  private static final double AFTER_DROP = 0.9;
  private static final double GRADIENT_MIN = 0.5;

  private final Settings settings;
  private double limit;
  private long shortestNanos = Long.MAX_VALUE;
  private double usualNanos;
  private long probeNanos;
  private boolean begun;

  // for the window
  private long windowEndsNanos;
  private double sumNanos;
  private int samples;
  private int busiest;
  private boolean dropped;

  AdaptiveLimit(Settings settings) {
    this.settings = settings;
    this.limit = settings.initial();
  }

  /** At least 1. */
  int current() {
    return Math.max(1, (int) limit);
  }

  /** What a call takes of late; 0 before the first. */
  long usualNanos() {
    return (long) usualNanos;
  }

  /**
   * A call was served.
   *
   * @param inFlight with it
   */
  void onServed(long tookNanos, int inFlight, long nowNanos) {
    begin(nowNanos);
    shortestNanos = Math.min(shortestNanos, Math.max(1, tookNanos));
    usualNanos = usualNanos == 0 ? tookNanos : usualNanos + 0.1 * (tookNanos - usualNanos);
    sumNanos += tookNanos;
    samples++;
    busiest = Math.max(busiest, inFlight);
    closeWindow(nowNanos);
  }

  /** A call was turned away, or not served in time: the server has too many. */
  void onDropped(long nowNanos) {
    begin(nowNanos);
    if (!dropped) {
      dropped = true;
      limit = Math.max(1, limit * AFTER_DROP);
    }
    closeWindow(nowNanos);
  }

  private void begin(long nowNanos) {
    if (!begun) {
      begun = true;
      windowEndsNanos = nowNanos + settings.window().toNanos();
      probeNanos = nowNanos + settings.probeEvery().toNanos();
    }
  }

  private void closeWindow(long nowNanos) {
    if (nowNanos - windowEndsNanos < 0 || (samples < SAMPLES_MIN && !dropped)) {
      return;
    }
    if (!dropped) {
      adjust(nowNanos);
    }
    windowEndsNanos = nowNanos + settings.window().toNanos();
    sumNanos = 0;
    samples = 0;
    busiest = 0;
    dropped = false;
  }

  private void adjust(long nowNanos) {
    double mean = sumNanos / samples;
    double gradient = Math.min(1, settings.tolerance() * shortestNanos / mean);
    boolean used = busiest * 2 >= current();
    if (gradient < 1 || used) {
      double wanted = limit * Math.max(GRADIENT_MIN, gradient) + Math.sqrt(limit);
      limit = limit + SMOOTHING * (wanted - limit);
    }
    if (nowNanos - probeNanos >= 0) {
      probeNanos = nowNanos + settings.probeEvery().toNanos();
      limit = limit / 2;
      shortestNanos = Long.MAX_VALUE;
    }
    limit = Math.max(1, Math.min(settings.max(), limit));
  }
}
