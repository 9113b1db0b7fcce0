package dev.sluice.cloud.forward;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** How far the publishing of one lane has come on the present connection. */
final class LaneProgress {
  private final ArrayDeque<Long> begun = new ArrayDeque<>();
  private final Set<Long> done = new HashSet<>();
  private long next;
  private long released;
  private long skippedUpTo;
  private boolean reading;

  LaneProgress(long published) {
    this.next = published + 1;
    this.released = published;
  }

  /** The number to read on from. */
  long next() {
    return next;
  }

  /** When there is room for half of what may wait, so that reading is worth it. */
  boolean mayRead(int unacknowledgedMax) {
    return !reading && begun.size() <= unacknowledgedMax / 2;
  }

  boolean isFull(int unacknowledgedMax) {
    return begun.size() >= unacknowledgedMax;
  }

  /** Nothing of it is under way. */
  boolean isIdle() {
    return begun.isEmpty();
  }

  void reading(boolean now) {
    reading = now;
  }

  void begin(long sequence) {
    begun.add(sequence);
  }

  /** All up to that number was begun. */
  void reached(long last) {
    next = Math.max(next, last + 1);
  }

  /**
   * Goes without the messages up to that one. What was begun goes on, but nobody waits for it.
   *
   * @return messages that were not begun
   */
  long skip(long upTo) {
    long before = next;
    next = Math.max(next, upTo + 1);
    skippedUpTo = Math.max(skippedUpTo, upTo);
    return next - before;
  }

  void done(long sequence) {
    done.add(sequence);
    while (!begun.isEmpty() && done.remove(begun.element())) {
      begun.remove();
    }
  }

  private long releasable() {
    return begun.isEmpty() ? next - 1 : Math.max(skippedUpTo, begun.element() - 1);
  }

  /** Releasing is a write: not for every message, but at the latest when nothing is under way. */
  boolean isWorthReleasing(int messages) {
    long ready = releasable();
    return ready - released >= messages || (begun.isEmpty() && ready > released);
  }

  long takeReleasable() {
    released = Math.max(released, releasable());
    return released;
  }

  long released() {
    return released;
  }
}
