package dev.sluice.edge.mqtt;

import io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets clients in at a bounded rate, first come first served: when thousands come back at once,
 * those that are in are served meanwhile, and each of the others waits for its turn instead of
 * failing.
 */
final class Admissions {
  private final Pace pace;
  private final EventLoop loop;
  private final LongSupplier nanoClock;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private boolean scheduled;

  /**
   * @param perSecond clients, 0 for any number
   */
  Admissions(long perSecond, EventLoop loop, LongSupplier nanoClock) {
    this.pace = new Pace(perSecond);
    this.loop = loop;
    this.nanoClock = nanoClock;
  }

  /** Runs it at once, or when its turn has come. */
  void admit(Runnable client) {
    long now = nanoClock.getAsLong();
    if (waiting.isEmpty() && pace.waitNanos(now) == 0) {
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
      loop.schedule(this::next, pace.waitNanos(now), TimeUnit.NANOSECONDS);
    }
  }

  private void next() {
    scheduled = false;
    long now = nanoClock.getAsLong();
    while (!waiting.isEmpty() && pace.waitNanos(now) == 0) {
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
