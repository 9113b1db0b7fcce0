package dev.sluice.offload.lab;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen, in order of time; at one moment in the order in which it was said. */
final class EventQueue {
  private record Event(long at, long order, Runnable run) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private long now;
  private long order;

  long now() {
    return now;
  }

  /** Never, if the time is MAX_VALUE. */
  void at(long time, Runnable run) {
    if (time != Long.MAX_VALUE) {
      events.add(new Event(Math.max(time, now), order++, run));
    }
  }

  /** Runs everything until that moment, and {@code afterEach} after each. */
  void runUntil(long end, Runnable afterEach) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      now = event.at();
      event.run().run();
      afterEach.run();
    }
  }
}
