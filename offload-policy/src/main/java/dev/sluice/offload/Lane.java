package dev.sluice.offload;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

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
  private double cloudWorkNanos;

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

  /** Nanoseconds of the cloud's workers that all that wait would take. */
  double cloudWorkNanos() {
    return cloudWorkNanos;
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
    return sumAhead(request, Lane::bytesOf);
  }

  /** How many nanoseconds of the cloud's workers go before it, likewise. */
  double cloudWorkAhead(PlacementRequest request) {
    return sumAhead(request, Lane::cloudWorkOf);
  }

  private static double bytesOf(Ticket ticket) {
    return ticket.request.bytes();
  }

  private static double cloudWorkOf(Ticket ticket) {
    return ticket.cloudWorkNanos;
  }

  private double sumAhead(PlacementRequest request, ToDoubleFunction<Ticket> amount) {
    int ahead = ahead(request);
    int exact = Math.min(ahead, WALK_MAX);
    double sum = 0;
    for (int i = 0; i < exact; i++) {
      sum += amount.applyAsDouble(at(i));
    }
    return sum + sampled(exact, ahead - exact, amount);
  }

  private double sampled(int from, int count, ToDoubleFunction<Ticket> amount) {
    int samples = Math.min(count, WALK_MAX);
    double sum = 0;
    for (int k = 0; k < samples; k++) {
      sum += amount.applyAsDouble(at(from + (int) ((long) k * count / samples)));
    }
    return samples == 0 ? 0 : sum * count / samples;
  }

  /** Whether there is a ticket at this position, and it goes before this request. */
  boolean isBefore(int position, PlacementRequest request) {
    return position < size && before(at(position).request, request);
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
    count(ticket, 1);
  }

  Ticket takeFirst() {
    Ticket first = at(0);
    head = (head + 1) & (ring.length - 1);
    size--;
    count(first, -1);
    return first;
  }

  Ticket takeLast() {
    size--;
    Ticket last = at(size);
    count(last, -1);
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
    count(ticket, -1);
  }

  /** What comes and goes is counted; where nothing is left no error of that is either. */
  private void count(Ticket ticket, long times) {
    bytes += times * ticket.request.bytes();
    cloudWorkNanos = size == 0 ? 0 : cloudWorkNanos + times * ticket.cloudWorkNanos;
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
