package dev.sluice.lab;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Rows, and what they say together. Scores are shares of the bound, or hit ratios without one. */
record Results(List<ResultRow> rows) {
  Results {
    rows = List.copyOf(rows);
  }

  Set<String> scenarios() {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(row.scenario()));
    return names;
  }

  Set<String> policies() {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(row.policy()));
    return names;
  }

  boolean bounded() {
    return rows.stream().allMatch(ResultRow::hasBound);
  }

  /** A policy's scores on a scenario, by seed. */
  double[] scores(String scenario, String policy) {
    return rows.stream()
        .filter(row -> row.scenario().equals(scenario) && row.policy().equals(policy))
        .mapToDouble(ResultRow::score)
        .toArray();
  }

  /** A figure's mean over the seeds. */
  double mean(String scenario, String policy, ToDoubleFunction<ResultRow> figure) {
    return rows.stream()
        .filter(row -> row.scenario().equals(scenario) && row.policy().equals(policy))
        .mapToDouble(figure)
        .average()
        .orElse(Double.NaN);
  }

  /** A figure's mean over all policies and seeds: for one that is the same for every policy. */
  double meanOfAll(String scenario, ToDoubleFunction<ResultRow> figure) {
    return policies().stream()
        .mapToDouble(policy -> mean(scenario, policy, figure))
        .average()
        .orElse(Double.NaN);
  }

  /** The hit ratio of the policy that has the highest mean there. */
  double bestRatio(String scenario) {
    return policies().stream()
        .mapToDouble(policy -> mean(scenario, policy, ResultRow::dhr))
        .max()
        .orElse(Double.NaN);
  }

  /** A policy's mean score on each scenario. */
  Map<String, Double> byScenario(String policy) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String scenario : scenarios()) {
      scores.put(scenario, mean(scenario, policy, ResultRow::score));
    }
    return scores;
  }

  double mean(String policy) {
    return byScenario(policy).values().stream().mapToDouble(score -> score).average().orElse(1);
  }

  /** The mean score on the scenario where it is lowest. */
  double worst(String policy) {
    return byScenario(policy).values().stream().mapToDouble(score -> score).min().orElse(1);
  }
}
