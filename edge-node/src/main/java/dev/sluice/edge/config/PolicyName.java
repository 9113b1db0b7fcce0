package dev.sluice.edge.config;

import java.util.Locale;

/** The words that choose a placement policy. */
public enum PolicyName {
  ADAPTIVE,
  THRESHOLD,
  EDGE_ONLY,
  CLOUD_ONLY,
  PREFER_EDGE,
  PREFER_CLOUD,
  // advanced
  FASTEST,
  DEADLINE,
  PRICED;

  /** As the file says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
