package dev.sluice.bench.report;

import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Catalogue;
import dev.sluice.bench.trial.Metric;
import dev.sluice.bench.trial.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small run with made-up figures. */
final class Sample {
  private static final Contender SLUICE = new Contender("sluice", "1", "on", Optional.empty());
  private static final Contender MOSQUITTO =
      new Contender("mosquitto", "2", "off & <on>", Optional.empty());
  private static final Contender HIVEMQ = new Contender("hivemq", "", "", Optional.of("not built"));

  private Sample() {}

  static List<Case> cases(String... names) {
    List<String> wanted = List.of(names);
    return Catalogue.all(5_000, 9_000).stream()
        .filter(each -> wanted.contains(each.name()))
        .toList();
  }

  static Outcome rate(double perSecond) {
    return new Outcome(Map.of(Metric.MESSAGES_PER_SECOND, perSecond), List.of(), List.of());
  }

  static Report report() {
    Results results = new Results();
    results.add("fan-in-q1", "sluice", 1, rate(600_000));
    results.add("fan-in-q1", "sluice", 2, rate(400_000));
    results.add("fan-in-q1", "mosquitto", 1, rate(60_000));
    results.add("fan-in-q1", "mosquitto", 2, rate(20_000));
    results.add("pairs-q1", "sluice", 1, rate(100_000));
    results.add(
        "pairs-q1",
        "mosquitto",
        1,
        new Outcome(
            Map.of(Metric.MESSAGES_PER_SECOND, 1e9), List.of("3 lost"), List.of("<noisy>")));
    return new Report(
        new Conditions(Map.of("machine", "a & b")),
        List.of(SLUICE, MOSQUITTO, HIVEMQ),
        cases("fan-in-q1", "pairs-q1"),
        results);
  }
}
