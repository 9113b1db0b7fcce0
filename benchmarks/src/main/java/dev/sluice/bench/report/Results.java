package dev.sluice.bench.report;

import dev.sluice.bench.stats.Spread;
import dev.sluice.bench.trial.Metric;
import dev.sluice.bench.trial.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All outcomes of a run of the benchmark. */
public final class Results {

  private record Key(String caseName, String peer) {}

  private final Map<Key, Map<Integer, Outcome>> outcomes = new LinkedHashMap<>();

  public void add(String caseName, String peer, int round, Outcome outcome) {
    outcomes.computeIfAbsent(new Key(caseName, peer), key -> new TreeMap<>()).put(round, outcome);
  }

  /** Outcomes by round, in order; empty when there are none. */
  public Map<Integer, Outcome> rounds(String caseName, String peer) {
    return Collections.unmodifiableMap(
        outcomes.getOrDefault(new Key(caseName, peer), Collections.emptyMap()));
  }

  /** Of the rounds that count; empty when there are none. */
  public Optional<Spread> spread(String caseName, String peer, Metric metric) {
    List<Double> figures = new ArrayList<>();
    for (Outcome outcome : rounds(caseName, peer).values()) {
      figure(outcome, metric).ifPresent(figures::add);
    }
    return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures));
  }

  /**
   * How many times better {@code peer} is than {@code other}: by pairs of the same round, which
   * share what else the machine did, then the spread of these.
   */
  public Optional<Spread> ratio(String caseName, String peer, String other, Metric metric) {
    Map<Integer, Outcome> others = rounds(caseName, other);
    List<Double> ratios = new ArrayList<>();
    rounds(caseName, peer)
        .forEach(
            (round, outcome) -> {
              Optional<Double> mine = figure(outcome, metric);
              Optional<Double> theirs =
                  Optional.ofNullable(others.get(round)).flatMap(o -> figure(o, metric));
              if (mine.isPresent() && theirs.isPresent()) {
                ratios.add(
                    metric.higherIsBetter()
                        ? mine.get() / theirs.get()
                        : theirs.get() / mine.get());
              }
            });
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  private static Optional<Double> figure(Outcome outcome, Metric metric) {
    return outcome.breaches().isEmpty()
        ? Optional.ofNullable(outcome.figures().get(metric))
        : Optional.empty();
  }

  /** What went wrong in any round, each once. */
  public Set<String> breaches(String caseName, String peer) {
    Set<String> all = new LinkedHashSet<>();
    rounds(caseName, peer).values().forEach(outcome -> all.addAll(outcome.breaches()));
    return all;
  }

  /** What must be known of the figures, each once. */
  public Set<String> remarks(String caseName, String peer) {
    Set<String> all = new LinkedHashSet<>();
    rounds(caseName, peer).values().forEach(outcome -> all.addAll(outcome.remarks()));
    return all;
  }
}
