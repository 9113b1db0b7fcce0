package dev.sluice.sim.link;

import java.time.Duration;

/**
 * A time without network.
 *
 * @param start since the link began
 */
public record Outage(Duration start, Duration length, Kind kind) {

  /** What both ends notice of an outage. */
  public enum Kind {
    /** Open connections are reset, new ones too. */
    REFUSE(true, true),
    /** Open connections are reset; new ones are swallowed and go through when the link is back. */
    BLACKHOLE(true, false),
    /** Nothing moves and nobody is told: open connections go on when the link is back. */
    SILENCE(false, false);

    private final boolean resetsOpen;
    private final boolean resetsNew;

    Kind(boolean resetsOpen, boolean resetsNew) {
      this.resetsOpen = resetsOpen;
      this.resetsNew = resetsNew;
    }

    boolean resetsOpen() {
      return resetsOpen;
    }

    boolean resetsNew() {
      return resetsNew;
    }
  }

  public Outage {
    if (start.isNegative() || length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("an outage starts at 0 or later and lasts above 0");
    }
  }

  Duration end() {
    return start.plus(length);
  }
}
