package dev.sluice.edge.mqtt;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether the event loop is late: what was to run at a certain time has run later, or has not yet.
 * A loop that is late has more work than time, and should not be given more clients.
 */
final class LoopLag {
  static final Duration INTERVAL = Duration.ofMillis(50);
  static final Duration LATE = Duration.ofMillis(100);

  private final EventLoop loop;
  private final LongSupplier nanoClock;
  private long dueNanos;
  private long lastLagNanos;

  LoopLag(EventLoop loop, LongSupplier nanoClock) {
    this.loop = loop;
    this.nanoClock = nanoClock;
  }

  /** From now on; on the loop. */
  @SuppressWarnings("FutureReturnValueIgnored") // It goes on until the loop ends.
  void watch() {
    dueNanos = nanoClock.getAsLong() + INTERVAL.toNanos();
    loop.schedule(this::arrived, INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void arrived() {
    lastLagNanos = nanoClock.getAsLong() - dueNanos;
    watch();
  }

  boolean isLate() {
    long overdue = nanoClock.getAsLong() - dueNanos;
    return Math.max(lastLagNanos, overdue) > LATE.toNanos();
  }
}
