package dev.sluice.broker;

import java.util.LinkedHashSet;
import java.util.Set;

/** One client does not take its messages as fast as they come: since when, and who waits for it. */
final class Lag {
  private final long sinceNanos;
  private final Set<Connection> waiting = new LinkedHashSet<>();
  private boolean givenUp;

  Lag(long sinceNanos) {
    this.sinceNanos = sinceNanos;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** Publishers that are held until it is over. */
  Set<Connection> waiting() {
    return waiting;
  }

  /** It has lasted too long: nobody waits for it any more. */
  void giveUp() {
    givenUp = true;
  }

  boolean isWaitedFor() {
    return !givenUp;
  }
}
