package dev.sluice.broker;

import java.util.Optional;

/** Whether the publications of one connection wait, and for whom. */
final class Hold {
  private Optional<Session> awaited = Optional.empty();
  private long sinceNanos;
  private boolean unread;
  private boolean exempt;

  void begin(Session session, long nowNanos) {
    awaited = Optional.of(session);
    sinceNanos = nowNanos;
  }

  void end() {
    awaited = Optional.empty();
    unread = false;
  }

  boolean isHeld() {
    return awaited.isPresent();
  }

  /** Who has to catch up. */
  Optional<Session> awaited() {
    return awaited;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** No more of its publications can be put aside: what comes behind them is not seen either. */
  void stopReading() {
    unread = true;
  }

  boolean isUnread() {
    return unread;
  }

  /** Its acknowledgements are waited for, so it is not held again while that is so. */
  void exempt(boolean isExempt) {
    exempt = isExempt;
  }

  boolean isExempt() {
    return exempt;
  }
}
