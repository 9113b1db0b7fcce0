package dev.sluice.offload;

import java.util.Arrays;

/**
 * A queue in deadline order: earliest deadline first, among equals the higher priority, then the
 * lower id. A ring of sorted tickets: arrivals are nearly in order, so an insertion moves few, and
 * what stands ahead of a request is simply what is before its position.
 */
final class Lane {
  private static final int WALK_MAX = 64;

  private final int limit;
  private Ticket[] ring = new Ticket[16];
  private int head;
  private int size;
  private long bytes;

  Lane(int limit) {
    this.limit = limit;
  }

  int size() {
    return size;
  }

  /** Of all that wait. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether {@code reserved} places from the limit are all that is left. */
  boolean isFull(int reserved) {
    return size >= limit - reserved;
  }

  /** The ticket at this position, 0 the most urgent. */
  Ticket at(int position) {
    return ring[(head + position) & (ring.length - 1)];
  }

  /** How many tickets go before this request. */
  int ahead(PlacementRequest request) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (before(at(middle).request, request)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many bytes go before this request: the first 64 tickets exactly, the rest sampled. */
  double bytesAhead(PlacementRequest request) {
    int ahead = ahead(request);
    int exact = Math.min(ahead, WALK_MAX);
    double bytes = 0;
    for (int i = 0; i < exact; i++) {
      bytes += at(i).request.bytes();
    }
    return bytes + sampledBytes(exact, ahead - exact);
  }

  private double sampledBytes(int from, int count) {
    int samples = Math.min(count, WALK_MAX);
    double bytes = 0;
    for (int k = 0; k < samples; k++) {
      bytes += at(from + (int) ((long) k * count / samples)).request.bytes();
    }
    return samples == 0 ? 0 : bytes * count / samples;
  }

  /** How many are deferred: they stand last. */
  int withoutDeadline() {
    int first = size;
    while (first > 0 && !at(first - 1).request.hasDeadline()) {
      first--;
    }
    return size - first;
  }

  /** Limits are the caller's to check: what comes back from a lost link is taken whatever waits. */
  void add(Ticket ticket) {
    if (size == ring.length) {
      grow();
    }
    int position = ahead(ticket.request);
    if (position < size / 2) {
      head = (head - 1) & (ring.length - 1);
      for (int i = 0; i < position; i++) {
        set(i, at(i + 1));
      }
    } else {
      for (int i = size; i > position; i--) {
        set(i, at(i - 1));
      }
    }
    set(position, ticket);
    size++;
    bytes += ticket.request.bytes();
  }

  Ticket takeFirst() {
    Ticket first = at(0);
    head = (head + 1) & (ring.length - 1);
    size--;
    bytes -= first.request.bytes();
    return first;
  }

  Ticket takeLast() {
    size--;
    Ticket last = at(size);
    bytes -= last.request.bytes();
    return last;
  }

  void remove(Ticket ticket) {
    int position = ahead(ticket.request);
    if (position < size / 2) {
      for (int i = position; i > 0; i--) {
        set(i, at(i - 1));
      }
      head = (head + 1) & (ring.length - 1);
    } else {
      for (int i = position; i < size - 1; i++) {
        set(i, at(i + 1));
      }
    }
    size--;
    bytes -= ticket.request.bytes();
  }

  private void set(int position, Ticket ticket) {
    ring[(head + position) & (ring.length - 1)] = ticket;
  }

  private void grow() {
    Ticket[] larger = Arrays.copyOfRange(ring, head, head + 2 * ring.length);
    System.arraycopy(ring, 0, larger, ring.length - head, head);
    ring = larger;
    head = 0;
  }

  private static boolean before(PlacementRequest left, PlacementRequest right) {
    if (left.deadlineNanos() != right.deadlineNanos()) {
      return left.deadlineNanos() < right.deadlineNanos();
    }
    if (left.priority() != right.priority()) {
      return left.priority() > right.priority();
    }
    return left.id() < right.id();
  }
}
