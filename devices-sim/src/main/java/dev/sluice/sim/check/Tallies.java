package dev.sluice.sim.check;

import dev.sluice.sim.check.GroupTally.Count;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** Adds up the tallies of some groups into one {@link Outcome}. */
final class Tallies {
  private final Collection<GroupTally> all;
  private final List<GroupTally> timed;

  Tallies(Collection<GroupTally> all) {
    this.all = all;
    timed = all.stream().filter(tally -> tally.rules().deadlineNanos().isPresent()).toList();
  }

  Outcome outcome() {
    Latencies latencies = latencies();
    return new Outcome(
        sum(Count.PUBLISHED),
        sum(Count.ACKNOWLEDGED),
        unacknowledged(),
        sum(Count.REFUSED),
        sum(Count.SUPPRESSED),
        sum(Count.RESULTS),
        sum(Count.DELIVERED),
        named(GroupTally::byPlacement),
        runTimes().meansMs(),
        named(GroupTally::byStatus),
        unanswered(),
        sum(Count.AWAITED),
        sum(Count.DUPLICATES),
        sum(Count.REDELIVERED),
        sum(Count.PARTS),
        sum(Count.FOREIGN),
        sum(Count.LATE),
        sum(Count.IN_DEADLINE),
        ratio(sum(Count.IN_DEADLINE), sum(timed, Count.MEASURED)),
        correctInDeadline(),
        ratio(sum(Count.CORRECT), sum(Count.JUDGED)),
        latencies.percentileMs(50),
        latencies.percentileMs(99),
        reasons());
  }

  private long unacknowledged() {
    return all.stream()
        .filter(tally -> tally.rules().qos() > 0)
        .mapToLong(
            tally ->
                tally.count(Count.PUBLISHED)
                    - tally.count(Count.ACKNOWLEDGED)
                    - tally.count(Count.REFUSED))
        .sum();
  }

  private long unanswered() {
    return all.stream()
        .filter(tally -> tally.rules().expectation() == Expectation.ANSWERS)
        .mapToLong(tally -> tally.count(Count.AWAITED))
        .sum();
  }

  private OptionalLong correctInDeadline() {
    return sum(Count.JUDGED) == 0
        ? OptionalLong.empty()
        : OptionalLong.of(sum(Count.CORRECT_IN_DEADLINE));
  }

  /** A group that may wait for the link to return would drown the others' percentiles. */
  private Latencies latencies() {
    Latencies merged = new Latencies();
    (timed.isEmpty() ? all : timed).forEach(tally -> merged.add(tally.latencies()));
    return merged;
  }

  private RunTimes runTimes() {
    RunTimes merged = new RunTimes();
    all.forEach(tally -> merged.add(tally.runTimes()));
    return merged;
  }

  private <K extends Enum<K>> Map<String, Long> named(Function<GroupTally, Map<K, Long>> part) {
    Map<String, Long> sums = new TreeMap<>();
    for (GroupTally tally : all) {
      part.apply(tally)
          .forEach((key, n) -> sums.merge(key.name().toLowerCase(Locale.ROOT), n, Long::sum));
    }
    return Collections.unmodifiableMap(sums);
  }

  private Map<String, Long> reasons() {
    Map<String, Long> sums = new TreeMap<>();
    all.forEach(tally -> tally.reasons().forEach((name, n) -> sums.merge(name, n, Long::sum)));
    return Collections.unmodifiableMap(sums);
  }

  private long sum(Count what) {
    return sum(all, what);
  }

  private static long sum(Collection<GroupTally> tallies, Count what) {
    return tallies.stream().mapToLong(tally -> tally.count(what)).sum();
  }

  private static OptionalDouble ratio(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
