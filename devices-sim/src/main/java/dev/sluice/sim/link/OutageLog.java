package dev.sluice.sim.link;

import java.util.Optional;

/** The outages of a link so far, and the present one. */
final class OutageLog {
  private Optional<Outage.Kind> present = Optional.empty();
  private long beganNanos;
  private long pastNanos;
  private int count;

  /** False where an outage goes on already. */
  boolean begin(Outage.Kind kind, long nowNanos) {
    if (present.isPresent()) {
      return false;
    }
    present = Optional.of(kind);
    beganNanos = nowNanos;
    count++;
    return true;
  }

  /** False where there is none. */
  boolean end(long nowNanos) {
    if (present.isEmpty()) {
      return false;
    }
    present = Optional.empty();
    pastNanos += nowNanos - beganNanos;
    return true;
  }

  Optional<Outage.Kind> present() {
    return present;
  }

  int count() {
    return count;
  }

  long downNanos(long nowNanos) {
    return pastNanos + (present.isPresent() ? nowNanos - beganNanos : 0);
  }
}
