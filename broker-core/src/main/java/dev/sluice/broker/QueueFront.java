package dev.sluice.broker;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The messages of a queue that are in memory, in order, and what they add up to. */
final class QueueFront {
  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>(2);
  private final SessionLog log;
  private long bytes;
  private int keptMessages;
  private long keptBytes;

  QueueFront(SessionLog log) {
    this.log = log;
  }

  void add(Outgoing outgoing) {
    waiting.add(outgoing);
    account(1, outgoing);
  }

  /** Takes the first out; there must be one. */
  Outgoing remove() {
    Outgoing outgoing = waiting.remove();
    account(-1, outgoing);
    return outgoing;
  }

  private void account(int sign, Outgoing outgoing) {
    bytes += (long) sign * outgoing.bytes();
    if (log.parks(outgoing)) {
      keptMessages += sign;
      keptBytes += (long) sign * outgoing.bytes();
    }
  }

  /**
   * @return those that are here no more
   */
  List<Outgoing> removeIf(Predicate<Outgoing> gone) {
    List<Outgoing> removed = waiting.stream().filter(gone).toList();
    waiting.removeIf(gone);
    removed.forEach(outgoing -> account(-1, outgoing));
    return removed;
  }

  /** A copy of all, which are here no more. */
  List<Outgoing> takeAll() {
    List<Outgoing> all = List.copyOf(waiting);
    clear();
    return all;
  }

  void clear() {
    waiting.clear();
    bytes = 0;
    keptMessages = 0;
    keptBytes = 0;
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

  long bytes() {
    return bytes;
  }

  /** Of those that a journal has for the session. */
  int keptMessages() {
    return keptMessages;
  }

  long keptBytes() {
    return keptBytes;
  }

  /** A copy. */
  List<Outgoing> inOrder() {
    return List.copyOf(waiting);
  }
}
