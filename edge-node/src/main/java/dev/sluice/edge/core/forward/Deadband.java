package dev.sluice.edge.core.forward;

import java.util.Optional;

/**
 * How far a number must move before it is forwarded again. With both an absolute and a relative
 * width, the narrower one decides: whichever is crossed first.
 *
 * @param field empty when the whole payload is the number
 * @param absolute in the unit of the number; infinite when only the relative width counts
 * @param percent of the last forwarded number; infinite when only the absolute width counts
 * @param maxSilenceNanos after the last forwarded number the next one goes anyway; {@link
 *     Long#MAX_VALUE} = never
 */
public record Deadband(
    Optional<FieldName> field, double absolute, double percent, long maxSilenceNanos) {
  public Deadband {
    if (!(absolute > 0 && percent > 0 && maxSilenceNanos > 0)) {
      throw new IllegalArgumentException("widths and silence of a deadband are above zero");
    }
  }

  /** A move by exactly the width counts as one. */
  boolean lets(double last, double value, long sinceForwardedNanos) {
    double moved = Math.abs(value - last);
    return sinceForwardedNanos >= maxSilenceNanos
        || moved >= absolute
        || (moved > 0 && moved >= Math.abs(last) * percent / 100);
  }
}
