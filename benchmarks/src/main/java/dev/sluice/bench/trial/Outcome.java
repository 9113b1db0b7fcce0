package dev.sluice.bench.trial;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one trial gave.
 *
 * @param figures by metric
 * @param breaches what the broker did wrong, in words; with any, the figures count for nothing
 * @param remarks what a reader of the figures must know
 */
public record Outcome(Map<Metric, Double> figures, List<String> breaches, List<String> remarks) {

  public Outcome {
    figures = figures.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(figures));
    breaches = List.copyOf(breaches);
    remarks = List.copyOf(remarks);
  }

  /** A trial that gave no figures. */
  public static Outcome failed(String breach) {
    return new Outcome(Map.of(), List.of(breach), List.of());
  }
}
