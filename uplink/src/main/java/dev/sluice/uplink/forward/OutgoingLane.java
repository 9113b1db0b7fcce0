package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import java.util.ArrayDeque;

/** How far one lane is, seen by its sender. */
final class OutgoingLane {
  private record Sent(long last, int bytes) {}

  final int index;
  final LaneName name;
  final LinkId link;

  // For the process.
  long committed;
  long available;

  // For the connection.
  private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
  private long inFlightBytes;
  private long sent;
  private boolean caughtUp;
  private boolean paused;
  boolean reading;

  // When to ask how far the receiver is.
  long askAtNanos = Long.MAX_VALUE;
  private long askWaitNanos;
  private long noGoingBackUntilNanos = Long.MIN_VALUE;

  OutgoingLane(int index, LaneSender.Lane lane) {
    this.index = index;
    this.name = lane.name();
    this.link = lane.link();
    this.committed = lane.committed();
    this.available = lane.available();
    this.sent = committed;
  }

  long sent() {
    return sent;
  }

  long inFlightBytes() {
    return inFlightBytes;
  }

  /** Nothing is known of what an earlier connection swallowed. */
  void connected(long askNanos, long nowNanos) {
    goTo(committed);
    caughtUp = false;
    paused = false;
    noGoingBackUntilNanos = nowNanos;
    askSoon(askNanos, nowNanos);
  }

  void disconnected() {
    goTo(committed);
    caughtUp = false;
    askAtNanos = Long.MAX_VALUE;
  }

  boolean hasMore() {
    return caughtUp && !paused && sent < available;
  }

  boolean takes(long first, long base) {
    return caughtUp && !paused && (first == sent + 1 || (first == base && first > sent));
  }

  void sent(long last, int bytes) {
    sent = last;
    inFlight.add(new Sent(last, bytes));
    inFlightBytes += bytes;
  }

  /** Something is owed: an answer to a question, or a commit. */
  private boolean waits() {
    return !caughtUp || paused || sent > committed;
  }

  void askSoon(long askNanos, long nowNanos) {
    askWaitNanos = askNanos;
    askAtNanos = waits() ? nowNanos + askWaitNanos : Long.MAX_VALUE;
  }

  /** Asked, or told to wait: the next time takes twice as long. */
  void askLater(long askMaxNanos, long nowNanos) {
    askWaitNanos = Math.min(askMaxNanos, 2 * askWaitNanos);
    askAtNanos = waits() ? nowNanos + askWaitNanos : Long.MAX_VALUE;
    paused = false;
  }

  /**
   * @return whether the receiver has got further
   */
  boolean onTaking(long received) {
    if (!caughtUp) {
      caughtUp = true;
      goTo(Math.max(committed, received));
      return true;
    }
    return arrived(received);
  }

  private boolean arrived(long received) {
    boolean further = false;
    while (!inFlight.isEmpty() && inFlight.element().last() <= received) {
      inFlightBytes -= inFlight.remove().bytes();
      further = true;
    }
    return further;
  }

  /** Nothing more goes out until the next question. */
  void onFull(long received, long askNanos, long nowNanos) {
    caughtUp = true;
    goTo(Math.max(committed, received));
    pause(askNanos, nowNanos);
  }

  void pause(long askNanos, long nowNanos) {
    paused = true;
    if (askAtNanos == Long.MAX_VALUE) {
      askSoon(askNanos, nowNanos);
    }
  }

  /** Many batches may arrive behind one that is missing: it is gone back for once. */
  void onMissing(long received, long askNanos, long nowNanos) {
    if (nowNanos < noGoingBackUntilNanos && caughtUp) {
      arrived(received);
      return;
    }
    caughtUp = true;
    noGoingBackUntilNanos = nowNanos + askNanos;
    goTo(Math.max(committed, received));
  }

  private void goTo(long number) {
    inFlight.clear();
    inFlightBytes = 0;
    sent = number;
  }

  /**
   * @return whether there is something new to release
   */
  boolean onCommitted(long upTo) {
    if (upTo <= committed) {
      return false;
    }
    committed = upTo;
    arrived(upTo);
    sent = Math.max(sent, committed);
    return true;
  }
}
