package dev.sluice.sim.check;

import dev.sluice.sim.check.Answer.Placement;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What models took for the answers of each place. */
final class RunTimes {
  private final Map<Placement, DoubleSummaryStatistics> ms = new EnumMap<>(Placement.class);

  void record(Placement placement, double inferMs) {
    of(placement).accept(inferMs);
  }

  void add(RunTimes other) {
    other.ms.forEach((placement, times) -> of(placement).combine(times));
  }

  private DoubleSummaryStatistics of(Placement placement) {
    return ms.computeIfAbsent(placement, key -> new DoubleSummaryStatistics());
  }

  /** The means, of the places that a model has answered from. */
  Map<String, Double> meansMs() {
    Map<String, Double> means = new TreeMap<>();
    ms.forEach((placement, times) -> means.put(word(placement), times.getAverage()));
    return Collections.unmodifiableMap(means);
  }

  private static String word(Placement placement) {
    return placement.name().toLowerCase(Locale.ROOT);
  }
}
