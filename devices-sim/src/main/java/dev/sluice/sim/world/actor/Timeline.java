package dev.sluice.sim.world.actor;

import java.util.PriorityQueue;

/** Virtual time: what happens next, and when. Equal moments keep the order of their making. */
public final class Timeline {
  private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return atNanos != other.atNanos
          ? Long.compare(atNanos, other.atNanos)
          : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private long made;
  private long happened;
  private long nowNanos;

  void at(long atNanos, Runnable action) {
    queue.add(new Event(Math.max(atNanos, nowNanos), made++, action));
  }

  void after(long delayNanos, Runnable action) {
    at(nowNanos + delayNanos, action);
  }

  /**
   * Lets the next event happen.
   *
   * @param endNanos virtual time at which to stop
   * @return false when nothing happens before the end, which is then now
   */
  public boolean step(long endNanos) {
    Event next = queue.peek();
    if (next == null || next.atNanos() > endNanos) {
      nowNanos = endNanos;
      return false;
    }
    queue.poll();
    nowNanos = next.atNanos();
    happened++;
    next.action().run();
    return true;
  }

  /** Since the world began. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Events so far. */
  public long events() {
    return happened;
  }
}
