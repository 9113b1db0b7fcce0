package dev.sluice.offload;

import java.time.Duration;

/**
 * What the gateway's temperature means for models that run here. Each mode ends below the
 * temperature at which it begins, so that it does not flutter.
 *
 * @param heeded whether vitals count at all
 * @param slowFrom degrees Celsius from which runs here are expected to slow down
 * @param slowUntil and below which they are no longer
 * @param slowFactor how many times as long they are then expected to take, at least; 1 or more
 * @param closeFrom degrees Celsius from which heavy models do not run here
 * @param closeUntil and below which they do again
 * @param heavyFrom time of one run, on a cool gateway, from which a model is heavy
 */
public record VitalLimits(
    boolean heeded,
    double slowFrom,
    double slowUntil,
    double slowFactor,
    double closeFrom,
    double closeUntil,
    Duration heavyFrom) {
  /** Where a Raspberry Pi begins to slow down, and well above that. */
  public static final VitalLimits ORDINARY =
      new VitalLimits(true, 80, 75, 1.3, 95, 90, Duration.ofMillis(5));

  public VitalLimits {
    if (!(slowUntil <= slowFrom && closeUntil <= closeFrom)) {
      throw new IllegalArgumentException("a limit must end at or below where it begins");
    }
    if (!(slowFactor >= 1)) {
      throw new IllegalArgumentException("slowFactor must be 1 or more, is " + slowFactor);
    }
  }
}
