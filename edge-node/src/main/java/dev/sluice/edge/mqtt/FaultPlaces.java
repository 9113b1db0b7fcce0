package dev.sluice.edge.mqtt;

import java.util.HashSet;
import java.util.Set;

/**
 * Where faults of ours have shown: each place is worth one trace in the log. Whoever finds the
 * input that causes one could otherwise fill the disk with it.
 */
final class FaultPlaces {
  private static final int PLACES_MAX = 100;

  private final Set<String> seen = new HashSet<>();

  /** Whether nothing of it has been said yet. */
  boolean isNew(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    String place = fault.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
    return seen.size() < PLACES_MAX && seen.add(place);
  }
}
