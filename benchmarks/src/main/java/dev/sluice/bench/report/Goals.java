package dev.sluice.bench.report;

import dev.sluice.bench.report.Verdict.Bound;
import dev.sluice.bench.stats.Spread;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Sluice has set itself to reach, beside its peers and alone. */
final class Goals {
  private static final String SLUICE = "sluice";
  private static final String MOSQUITTO = "mosquitto";
  private static final String HIVEMQ = "hivemq";
  private static final String FEW_SUBSCRIPTIONS = "trie-10";
  private static final String MANY_SUBSCRIPTIONS = "trie-100000";
  private static final String IDLE = "idle";
  private static final double IDLE_MB = 200;
  private static final String OVERLOAD = "overload-.*";
  private static final double OVERLOAD_PERCENT = 90;
  private static final double COST_GROWTH = 2;

  /**
   * At least that many times better than a peer in each case that {@code cases} matches.
   *
   * @param cases a regular expression over names
   */
  private record Ratio(String goal, String cases, String peer, double bound) {}

  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio("pipelined fan-in, 5 x Mosquitto", "fan-in-q[01]", MOSQUITTO, 5),
          new Ratio("pipelined pairs, 5 x Mosquitto", "pairs-q\\d", MOSQUITTO, 5),
          new Ratio("fan-out, 6 x Mosquitto", "fan-out-q\\d", MOSQUITTO, 6),
          new Ratio("one in flight, 1.3 x Mosquitto", ".*-one-q\\d", MOSQUITTO, 1.3),
          new Ratio("durable with 2,000 in flight, 4 x Mosquitto", "durable-2000", MOSQUITTO, 4),
          new Ratio("median latency within 1.25 x Mosquitto's", "latency-q\\d", MOSQUITTO, 0.8),
          new Ratio("2 x HiveMQ CE", ".*", HIVEMQ, 2));

  private static final Set<Metric> OF_HIVEMQ = Set.of(Metric.MESSAGES_PER_SECOND);

  private Goals() {}

  /** One for each goal and case that was to be measured. */
  static List<Verdict> verdicts(List<Case> cases, Results results) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Ratio goal : RATIOS) {
      for (Case each : cases) {
        if (each.name().matches(goal.cases()) && isAbout(goal, each)) {
          verdicts.add(verdict(goal, each, results));
        }
      }
    }
    if (cases.stream().anyMatch(each -> each.name().equals(MANY_SUBSCRIPTIONS))) {
      verdicts.add(
          new Verdict(
              "processor time per message, 100,000 subscriptions over 10",
              MANY_SUBSCRIPTIONS,
              costGrowth(results, SLUICE),
              COST_GROWTH,
              Bound.AT_MOST));
    }
    for (Case each : cases) {
      if (each.name().matches(OVERLOAD)) {
        verdicts.add(
            new Verdict(
                "percent of the peak while twice as much is asked for",
                each.name(),
                results.spread(each.name(), SLUICE, Metric.PERCENT_OF_PEAK).map(Spread::median),
                OVERLOAD_PERCENT,
                Bound.AT_LEAST));
      }
    }
    if (cases.stream().anyMatch(each -> each.name().equals(IDLE))) {
      verdicts.add(
          new Verdict(
              "resident MB with all idle connections",
              IDLE,
              results.spread(IDLE, SLUICE, Metric.CONNECTIONS_MB).map(Spread::median),
              IDLE_MB,
              Bound.AT_MOST));
    }
    return verdicts;
  }

  /** Of HiveMQ CE only throughput is asked twice. */
  private static boolean isAbout(Ratio goal, Case each) {
    return !goal.peer().equals(HIVEMQ) || OF_HIVEMQ.contains(each.primary());
  }

  private static Verdict verdict(Ratio goal, Case each, Results results) {
    Optional<Double> ratio =
        results.ratio(each.name(), SLUICE, goal.peer(), each.primary()).map(Spread::median);
    return new Verdict(goal.goal(), each.name(), ratio, goal.bound(), Bound.AT_LEAST);
  }

  /** How many times as much a message costs with many subscriptions as with few. */
  static Optional<Double> costGrowth(Results results, String peer) {
    Optional<Spread> few = results.spread(FEW_SUBSCRIPTIONS, peer, Metric.CPU_MICROS_PER_MESSAGE);
    Optional<Spread> many = results.spread(MANY_SUBSCRIPTIONS, peer, Metric.CPU_MICROS_PER_MESSAGE);
    return few.flatMap(f -> many.map(m -> m.median() / f.median()));
  }
}
