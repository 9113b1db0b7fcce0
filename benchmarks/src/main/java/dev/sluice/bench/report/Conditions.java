package dev.sluice.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Under which conditions was measured: what with, what on, for how long, as words by name in the
 * order of the report.
 */
public record Conditions(Map<String, String> words) {

  public Conditions {
    words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }
}
