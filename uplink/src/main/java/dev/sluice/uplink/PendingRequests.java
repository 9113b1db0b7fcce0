package dev.sluice.uplink;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The requests that the edge waits for, when each is asked for again, and, after silence, whose
 * turn it is to catch up.
 */
final class PendingRequests {
  /** Requests asked for again after silence that may wait for RECEIVED at one time. */
  static final int CATCH_UP_WINDOW = 32;

  private final Map<Long, PendingRequest> byId = new LinkedHashMap<>();
  private final TreeSet<PendingRequest> resends = new TreeSet<>(PendingRequest.BY_RESEND);
  private int unreceived;

  // for one spell of a responsive cloud
  private final ArrayDeque<PendingRequest> catchUp = new ArrayDeque<>();
  private int catchingUp;

  Optional<PendingRequest> find(long requestId) {
    return Optional.ofNullable(byId.get(requestId));
  }

  void add(PendingRequest pending) {
    byId.put(pending.requestId, pending);
    unreceived++;
  }

  /** Empty when it was not there. */
  Optional<PendingRequest> remove(long requestId) {
    Optional<PendingRequest> removed = Optional.ofNullable(byId.remove(requestId));
    removed.ifPresent(this::onRemoved);
    return removed;
  }

  private void onRemoved(PendingRequest pending) {
    resends.remove(pending);
    leaveCatchUp(pending);
    if (!pending.received) {
      unreceived--;
    }
  }

  /** True the first time. */
  boolean receive(PendingRequest pending) {
    leaveCatchUp(pending);
    if (pending.received) {
      return false;
    }
    pending.received = true;
    unreceived--;
    return true;
  }

  int size() {
    return byId.size();
  }

  /** Whether the cloud owes a RECEIVED. */
  boolean awaitReceived() {
    return unreceived + catchingUp > 0;
  }

  void resendAt(PendingRequest pending, long atNanos) {
    resends.remove(pending);
    pending.resendAtNanos = atNanos;
    resends.add(pending);
  }

  void resendNever(PendingRequest pending) {
    resends.remove(pending);
  }

  Optional<PendingRequest> dueForResend(long nowNanos) {
    return nextResendNanos() <= nowNanos ? Optional.of(resends.first()) : Optional.empty();
  }

  /** {@link Long#MAX_VALUE} for none. */
  long nextResendNanos() {
    return resends.isEmpty() ? Long.MAX_VALUE : resends.first().resendAtNanos;
  }

  /** The cloud answers: all of them are to be asked for again. */
  void startCatchingUp() {
    catchUp.addAll(byId.values());
  }

  /** The cloud is silent: none is asked for again until it answers. */
  void stopAsking() {
    resends.clear();
    catchUp.clear();
    byId.values().forEach(this::leaveCatchUp);
  }

  /**
   * The next one to ask for again, when the window has a place; it holds the place until RECEIVED.
   *
   * @param sinceNanos what was sent later than this needs no catching up
   */
  Optional<PendingRequest> takeCatchUp(long sinceNanos) {
    while (catchingUp < CATCH_UP_WINDOW && !catchUp.isEmpty()) {
      PendingRequest next = catchUp.poll();
      if (byId.get(next.requestId) == next && next.sentNanos < sinceNanos) {
        next.catchingUp = true;
        catchingUp++;
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private void leaveCatchUp(PendingRequest pending) {
    if (pending.catchingUp) {
      pending.catchingUp = false;
      catchingUp--;
    }
  }
}
