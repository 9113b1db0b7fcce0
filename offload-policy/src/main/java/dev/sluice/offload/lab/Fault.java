package dev.sluice.offload.lab;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong for a while.
 *
 * @param lasting each time
 * @param every from one beginning to the next; zero when it happens once
 * @param times how often
 * @param factor what it does: see {@link Kind}
 * @param noticed how long it takes the gateway's own instruments to see that it has begun, or is
 *     over; empty when they do not. Of {@link Kind#THERMAL} only
 */
public record Fault(
    Kind kind,
    Duration from,
    Duration lasting,
    Duration every,
    int times,
    double factor,
    Optional<Duration> noticed) {
  /** What goes wrong. */
  public enum Kind {
    /** No byte passes in either direction. The factor has no meaning. */
    OUTAGE,
    /** The uplink carries {@code factor} of what it would. */
    UPLINK,
    /** Local workers run at {@code factor} of their speed. */
    THERMAL,
    /** The cloud takes {@code factor} times as long. */
    CLOUD_SLOW,
    /** Of the cloud's workers {@code factor} are left. */
    CLOUD_WORKERS,
    /** The round trip takes {@code factor} times as long. */
    ROUND_TRIP
  }

  /** One that no instrument sees. */
  public Fault(
      Kind kind, Duration from, Duration lasting, Duration every, int times, double factor) {
    this(kind, from, lasting, every, times, factor, Optional.empty());
  }

  public Fault {
    if (!(factor >= 0) || times < 1) {
      throw new IllegalArgumentException("a fault needs a factor of 0 or more and happens once");
    }
    if (times > 1 && every.compareTo(lasting) <= 0) {
      throw new IllegalArgumentException("a fault that repeats must be over before it comes again");
    }
    if (noticed.isPresent() && kind != Kind.THERMAL) {
      throw new IllegalArgumentException("only a hot gateway has instruments that notice it");
    }
  }

  boolean at(long nanos) {
    return endAfter(nanos) != nanos;
  }

  /** When it will be over, if it is now; otherwise {@code nanos}. */
  long endAfter(long nanos) {
    for (int i = 0; i < times; i++) {
      if (nanos >= startNanos(i) && nanos < endNanos(i)) {
        return endNanos(i);
      }
    }
    return nanos;
  }

  /** The smallest factor from one moment to another, both included. */
  double least(long from, long until) {
    double least = endAfter(from) > until ? factor : Math.min(1, factor);
    for (int i = 0; i < times; i++) {
      if (from < endNanos(i) && until >= startNanos(i)) {
        return least;
      }
    }
    return 1;
  }

  /** The largest factor from one moment to another, both included. */
  double most(long from, long until) {
    return at(from) && endAfter(from) > until ? factor : Math.max(1, factor);
  }

  long startNanos(int time) {
    return from.toNanos() + time * every.toNanos();
  }

  long endNanos(int time) {
    return startNanos(time) + lasting.toNanos();
  }
}
