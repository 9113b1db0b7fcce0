package dev.sluice.policy;

import java.util.Locale;

/** What {@code placement: adaptive} judges by; documented with the laboratory. */
public enum Algorithm {
  PRICED,
  DEADLINE,
  FASTEST,
  THRESHOLD;

  /** As the file says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
