package dev.sluice.broker;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The messages of a line that are in memory, in order. */
final class QueueFront {
  /** How far one is looked for that can give way: no scan of a long line per message. */
  private static final int LOOKED_AT_MAX = 32;

  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>(2);
  private final QueueTally tally;

  QueueFront(QueueTally tally) {
    this.tally = tally;
  }

  void add(Outgoing outgoing) {
    waiting.add(outgoing);
    tally.add(outgoing);
  }

  /** Takes the first out; there must be one. */
  Outgoing remove() {
    Outgoing outgoing = waiting.remove();
    tally.remove(outgoing);
    return outgoing;
  }

  /** Takes out the first of that kind, if it is near the head. */
  Optional<Outgoing> removeFirst(Predicate<Outgoing> kind) {
    Iterator<Outgoing> inOrder = waiting.iterator();
    for (int i = 0; i < LOOKED_AT_MAX && inOrder.hasNext(); i++) {
      Outgoing outgoing = inOrder.next();
      if (kind.test(outgoing)) {
        inOrder.remove();
        tally.remove(outgoing);
        return Optional.of(outgoing);
      }
    }
    return Optional.empty();
  }

  /**
   * @return those that are here no more
   */
  List<Outgoing> removeIf(Predicate<Outgoing> gone) {
    List<Outgoing> removed = waiting.stream().filter(gone).toList();
    waiting.removeIf(gone);
    removed.forEach(tally::remove);
    return removed;
  }

  /** A copy of all, which are here no more. */
  List<Outgoing> takeAll() {
    List<Outgoing> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(tally::remove);
    return all;
  }

  /** A copy of all but the first, which are here no more. */
  List<Outgoing> takeRest() {
    List<Outgoing> rest = waiting.stream().skip(1).toList();
    while (waiting.size() > 1) {
      tally.remove(waiting.removeLast());
    }
    return rest;
  }

  Optional<Outgoing> peek() {
    return Optional.ofNullable(waiting.peek());
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  /** A copy. */
  List<Outgoing> inOrder() {
    return List.copyOf(waiting);
  }
}
