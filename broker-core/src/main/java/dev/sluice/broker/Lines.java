package dev.sluice.broker;

import dev.sluice.broker.durable.QueueClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The lines of one queue, one for each class of messages that has occurred, and whose turn it is.
 *
 * <p>The line of the greatest priority goes first; lines of the same priority take turns. Nobody
 * starves: who has been passed over {@value #PASSED_OVER_MAX} times has the next turn, whatever its
 * priority, and of several the one that has waited longest. Of {@code n} lines each with something
 * in memory has therefore one of any {@code PASSED_OVER_MAX + n} turns that follow one another.
 */
final class Lines {
  static final int PASSED_OVER_MAX = 32;

  private final Function<QueueClass, Line> begin;
  private final List<Standing> standings = new ArrayList<>(1);

  /** A line, and how often another one had a turn since it had one itself. */
  private static final class Standing {
    private final Line line;
    private final int priority;
    private int passedOver;

    Standing(Line line) {
      this.line = line;
      this.priority = line.queueClass().priority();
    }

    /** Which of two that both could go has the turn; this one is of no smaller priority. */
    boolean goesBefore(Standing other) {
      boolean overdue = other.passedOver >= PASSED_OVER_MAX;
      boolean inTurn = other.priority == priority || overdue;
      return !inTurn || passedOver >= other.passedOver;
    }
  }

  /**
   * @param begin makes a line where there is none yet
   */
  Lines(Function<QueueClass, Line> begin) {
    this.begin = begin;
  }

  /** The line of that class. */
  Line of(QueueClass queueClass) {
    int at = 0;
    while (at < standings.size()) {
      Standing standing = standings.get(at);
      if (standing.line.queueClass().equals(queueClass)) {
        return standing.line;
      }
      if (standing.priority < queueClass.priority()) {
        break;
      }
      at++;
    }
    standings.add(at, new Standing(begin.apply(queueClass)));
    return standings.get(at).line;
  }

  /** All of them, the greatest priority first. */
  List<Line> all() {
    return standings.stream().map(standing -> standing.line).toList();
  }

  /** The line whose turn it is; empty when none has anything that may go. */
  Optional<Line> next() {
    if (standings.size() == 1) {
      Line only = standings.get(0).line;
      return only.peek().isPresent() ? Optional.of(only) : Optional.empty();
    }
    Standing best = null;
    for (Standing standing : standings) {
      if (standing.line.peek().isPresent() && (best == null || !best.goesBefore(standing))) {
        best = standing;
      }
    }
    return best == null ? Optional.empty() : Optional.of(best.line);
  }

  /** That line has had its turn. */
  void served(Line line) {
    for (Standing standing : standings) {
      if (standing.line == line) {
        standing.passedOver = 0;
      } else if (!standing.line.isEmpty()) {
        standing.passedOver++;
      }
    }
  }

  boolean isEmpty() {
    for (Standing standing : standings) {
      if (!standing.line.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  void clear() {
    standings.clear();
  }

  // For loops on the way of each message: no copies.

  int size() {
    return standings.size();
  }

  /**
   * @param index 0 is of the greatest priority
   */
  Line get(int index) {
    return standings.get(index).line;
  }
}
