package dev.sluice.edge.core.forward;

import java.util.Optional;

/**
 * Which of the messages of one topic are worth forwarding. They are asked in this order, each only
 * about what the ones before let through: sampling, deadband, repeats.
 *
 * @param deadband empty when every number counts
 * @param repeatWindowNanos a payload equal to the last forwarded one is left out for so long after
 *     that; 0 = never
 */
public record Selection(Sampling sampling, Optional<Deadband> deadband, long repeatWindowNanos) {
  public static final Selection ALL = new Selection(Sampling.ALL, Optional.empty(), 0);

  public Selection {
    if (repeatWindowNanos < 0) {
      throw new IllegalArgumentException("the window of repeats is not negative");
    }
  }

  /** Whether it decides without knowing what went before. */
  boolean needsNoMemory() {
    return sampling.takesAll() && deadband.isEmpty() && repeatWindowNanos == 0;
  }
}
