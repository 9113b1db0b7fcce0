package dev.sluice.edge.mqtt;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets clients in at a bounded rate, first come first served: when thousands come back at once,
 * those that are in are served meanwhile, and each of the others waits for its turn instead of
 * failing. While the loop is late one comes in now and then, so that nobody waits for ever.
 */
final class Admissions {
  /** Between clients while the loop is late. */
  static final Duration LATE_PAUSE = Duration.ofMillis(100);

  private final Pace pace;
  private final EventLoop loop;
  private final LongSupplier nanoClock;
  private final LoopLag lag;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private boolean scheduled;

  /**
   * @param perSecond clients, 0 for any number
   */
  Admissions(long perSecond, EventLoop loop, LongSupplier nanoClock, LoopLag lag) {
    this.pace = new Pace(perSecond);
    this.loop = loop;
    this.nanoClock = nanoClock;
    this.lag = lag;
  }

  /** Runs it at once, or when its turn has come. */
  void admit(Runnable client) {
    long now = nanoClock.getAsLong();
    if (waiting.isEmpty() && pace.waitNanos(now) == 0 && !lag.isLate()) {
      pace.spend(1, now);
      client.run();
      return;
    }
    waiting.add(client);
    scheduleNext(now);
  }

  /**
   * It has gone: whoever stands behind it moves up.
   *
   * @return whether it was waiting
   */
  boolean withdraw(Runnable client) {
    return waiting.remove(client);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody calls it off: the loop outlives it.
  private void scheduleNext(long now) {
    if (!scheduled && !waiting.isEmpty()) {
      scheduled = true;
      long pause = lag.isLate() ? LATE_PAUSE.toNanos() : 0;
      loop.schedule(this::next, Math.max(pause, pace.waitNanos(now)), TimeUnit.NANOSECONDS);
    }
  }

  private void next() {
    scheduled = false;
    long now = nanoClock.getAsLong();
    boolean more = true;
    while (more && !waiting.isEmpty() && pace.waitNanos(now) == 0) {
      more = !lag.isLate();
      pace.spend(1, now);
      Iterator<Runnable> first = waiting.iterator();
      Runnable client = first.next();
      first.remove();
      try {
        client.run();
      } finally {
        // Whatever becomes of this one, those behind it are let in.
        scheduleNext(now);
      }
    }
    scheduleNext(now);
  }

  int waiting() {
    return waiting.size();
  }
}
