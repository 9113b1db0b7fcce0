package dev.sluice.sim.check;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What came back on a result topic for one message.
 *
 * @param reason the stable code of the decision that led to it
 * @param label what the model saw; empty where no model answered
 * @param inferMs what the model took, waiting excluded; empty where none ran, or it is not said
 * @param part present on a piece of a streamed answer, which precedes the terminal one
 */
public record Answer(
    Status status,
    Placement placement,
    String reason,
    Optional<String> label,
    OptionalDouble inferMs,
    OptionalInt part) {

  /** How a request ended. */
  public enum Status {
    OK,
    LATE,
    EXPIRED,
    SHED,
    REJECTED,
    FAILED,
    DEGRADED;

    boolean carriesLabel() {
      return this == OK || this == DEGRADED;
    }
  }

  /** Where a request was answered. */
  public enum Placement {
    EDGE,
    CLOUD,
    CACHE,
    FALLBACK,
    NONE
  }

  boolean usable() {
    return status.carriesLabel() && label.isPresent();
  }
}
