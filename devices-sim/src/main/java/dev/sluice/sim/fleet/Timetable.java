package dev.sluice.sim.fleet;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * When which device is to publish: a pure function of the lines, whatever the fleet's delays, so
 * that latency can be counted from the intended time.
 */
final class Timetable {
  /**
   * One device's departures.
   *
   * @param device its number in the fleet
   * @param offsetNanos of the first departure from the start
   */
  record Line(int device, long offsetNanos, long periodNanos) {
    Line {
      if (periodNanos < 1) {
        throw new IllegalArgumentException("a period of " + periodNanos + " ns");
      }
    }
  }

  /** A device is to publish, at nanoseconds from the start. */
  record Departure(int device, long atNanos) {}

  private record Next(Line line, long atNanos) {}

  private final PriorityQueue<Next> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Next::atNanos).thenComparing(next -> next.line().device()));
  private final long endNanos;

  /**
   * @param endNanos from the start; departures from there on are not made
   */
  Timetable(List<Line> lines, long endNanos) {
    this.endNanos = endNanos;
    lines.forEach(line -> enqueue(line, line.offsetNanos()));
  }

  /** When the next departure is due, in nanoseconds from the start; empty after the last. */
  OptionalLong nextNanos() {
    return queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(queue.peek().atNanos());
  }

  /** Takes the next departure. */
  Departure next() {
    Next next = queue.remove();
    enqueue(next.line(), next.atNanos() + next.line().periodNanos());
    return new Departure(next.line().device(), next.atNanos());
  }

  private void enqueue(Line line, long atNanos) {
    if (atNanos < endNanos) {
      queue.add(new Next(line, atNanos));
    }
  }
}
