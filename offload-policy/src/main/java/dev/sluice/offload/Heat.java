package dev.sluice.offload;

import java.util.Locale;

/** What the temperature of the gateway means. */
public enum Heat {
  /** Nothing, or it is not measured. */
  COOL,
  /** Runs here are expected to slow down. */
  WARM,
  /** Heavy models do not run here. */
  HOT;

  /** As status and state files say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
