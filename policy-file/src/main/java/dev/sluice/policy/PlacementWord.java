package dev.sluice.policy;

import java.util.Locale;

/** The words that say where requests run. */
public enum PlacementWord {
  /** The side that is best for each message, as {@link Algorithm} judges it. */
  ADAPTIVE,
  EDGE_ONLY,
  CLOUD_ONLY,
  PREFER_EDGE,
  PREFER_CLOUD,
  /** Here first; up for a second opinion where the answer is unsure. */
  CASCADE;

  /** As the file says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
