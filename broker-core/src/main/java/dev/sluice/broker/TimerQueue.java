package dev.sluice.broker;

import java.util.Optional;
import java.util.TreeSet;

/**
 * Things to look at again, earliest first; one entry per {@link Timer}, so the queue is never
 * longer than what it serves. Equal deadlines fire in the order their timers were made.
 */
final class TimerQueue<T> {
  private final TreeSet<Timer<T>> scheduled = new TreeSet<>();
  private long timersMade;

  /** The one entry of its target; unscheduled while {@code dueNanos} is {@link Deadlines#NEVER}. */
  static final class Timer<T> implements Comparable<Timer<T>> {
    private final T target;
    private final long serial;
    private long dueNanos = Deadlines.NEVER;

    private Timer(T target, long serial) {
      this.target = target;
      this.serial = serial;
    }

    @Override
    public int compareTo(Timer<T> other) {
      int byDue = Long.compare(dueNanos, other.dueNanos);
      return byDue != 0 ? byDue : Long.compare(serial, other.serial);
    }

    // One timer equals itself only; its order is total because serials differ.
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(serial);
    }
  }

  Timer<T> timerFor(T target) {
    return new Timer<>(target, timersMade++);
  }

  void schedule(Timer<T> timer, long dueNanos) {
    cancel(timer);
    if (dueNanos != Deadlines.NEVER) {
      timer.dueNanos = dueNanos;
      scheduled.add(timer);
    }
  }

  /**
   * Moves the timer only when that is earlier: a deadline that moved away is found out when the
   * timer fires, which keeps the cost of a packet to one field.
   */
  void scheduleNoLaterThan(Timer<T> timer, long dueNanos) {
    if (dueNanos < timer.dueNanos) {
      schedule(timer, dueNanos);
    }
  }

  void cancel(Timer<T> timer) {
    if (timer.dueNanos != Deadlines.NEVER) {
      scheduled.remove(timer);
      timer.dueNanos = Deadlines.NEVER;
    }
  }

  /** Takes out the earliest target that is due. */
  Optional<T> pollDue(long nowNanos) {
    if (scheduled.isEmpty() || nextNanos() > nowNanos) {
      return Optional.empty();
    }
    Timer<T> timer = scheduled.first();
    cancel(timer);
    return Optional.of(timer.target);
  }

  /** When the earliest is due, {@link Deadlines#NEVER} when nothing is scheduled. */
  long nextNanos() {
    return scheduled.isEmpty() ? Deadlines.NEVER : scheduled.first().dueNanos;
  }

  int size() {
    return scheduled.size();
  }
}
