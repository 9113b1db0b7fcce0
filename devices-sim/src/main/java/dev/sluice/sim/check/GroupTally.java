package dev.sluice.sim.check;

import dev.sluice.sim.check.Answer.Placement;
import dev.sluice.sim.check.Answer.Status;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The running counts of one group of devices. */
final class GroupTally {
  /** Reasons beyond this many names are counted as {@link #OTHER_REASONS}. */
  static final int REASONS_MAX = 64;

  static final String OTHER_REASONS = "OTHER";
  private static final String ANOMALY = "anomaly";

  /** What is merely counted. */
  enum Count {
    PUBLISHED,
    MEASURED,
    SUPPRESSED,
    ACKNOWLEDGED,
    REFUSED,
    AWAITED,
    RESULTS,
    PARTS,
    DELIVERED,
    FOREIGN,
    DUPLICATES,
    REDELIVERED,
    IN_DEADLINE,
    LATE,
    JUDGED,
    CORRECT,
    CORRECT_IN_DEADLINE,
  }

  private final GroupRules rules;
  private final Latencies latencies = new Latencies();
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final Map<Placement, Long> byPlacement = new EnumMap<>(Placement.class);
  private final RunTimes runTimes = new RunTimes();
  private final Map<Status, Long> byStatus = new EnumMap<>(Status.class);
  private final Map<String, Long> reasons = new TreeMap<>();
  private long measuredFromNanos = Long.MIN_VALUE;

  GroupTally(GroupRules rules) {
    this.rules = rules;
    Arrays.stream(Placement.values()).forEach(placement -> byPlacement.put(placement, 0L));
  }

  GroupRules rules() {
    return rules;
  }

  Latencies latencies() {
    return latencies;
  }

  long count(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  Map<Placement, Long> byPlacement() {
    return byPlacement;
  }

  RunTimes runTimes() {
    return runTimes;
  }

  Map<Status, Long> byStatus() {
    return byStatus;
  }

  Map<String, Long> reasons() {
    return reasons;
  }

  /** Messages that are due before are checked, and not measured. */
  void measureFrom(long nanos) {
    measuredFromNanos = nanos;
  }

  boolean measures(long intendedNanos) {
    return intendedNanos >= measuredFromNanos;
  }

  void published(boolean measured) {
    add(Count.PUBLISHED, 1);
    add(Count.MEASURED, measured ? 1 : 0);
  }

  void suppressed() {
    add(Count.SUPPRESSED, 1);
  }

  void acknowledged(boolean alreadyConcluded) {
    add(Count.ACKNOWLEDGED, 1);
    add(Count.AWAITED, alreadyConcluded ? 0 : 1);
  }

  void refused() {
    add(Count.REFUSED, 1);
  }

  void awaitedConcluded() {
    add(Count.AWAITED, -1);
  }

  void part() {
    add(Count.PARTS, 1);
  }

  void foreign() {
    add(Count.FOREIGN, 1);
  }

  void duplicate() {
    add(Count.DUPLICATES, 1);
  }

  void redelivered() {
    add(Count.REDELIVERED, 1);
  }

  void delivered() {
    add(Count.DELIVERED, 1);
  }

  void measured(long latencyNanos) {
    latencies.record(latencyNanos);
  }

  void answered() {
    add(Count.RESULTS, 1);
  }

  void measured(Answer answer, long latencyNanos, Optional<Boolean> truth) {
    byPlacement.merge(answer.placement(), 1L, Long::sum);
    answer.inferMs().ifPresent(ms -> runTimes.record(answer.placement(), ms));
    byStatus.merge(answer.status(), 1L, Long::sum);
    reasons.merge(reasonName(answer.reason()), 1L, Long::sum);
    latencies.record(latencyNanos);
    boolean late = latencyNanos > rules.deadlineNanos().orElse(Long.MAX_VALUE);
    add(Count.LATE, late ? 1 : 0);
    if (answer.usable()) {
      judge(answer, !late && rules.deadlineNanos().isPresent(), truth);
    }
  }

  private void judge(Answer answer, boolean inDeadline, Optional<Boolean> truth) {
    add(Count.IN_DEADLINE, inDeadline ? 1 : 0);
    if (truth.isEmpty()) {
      return;
    }
    boolean correct = truth.get() == answer.label().filter(ANOMALY::equals).isPresent();
    add(Count.JUDGED, 1);
    add(Count.CORRECT, correct ? 1 : 0);
    add(Count.CORRECT_IN_DEADLINE, correct && inDeadline ? 1 : 0);
  }

  private String reasonName(String reason) {
    boolean room = reasons.containsKey(reason) || reasons.size() < REASONS_MAX;
    return room ? reason : OTHER_REASONS;
  }

  private void add(Count what, long n) {
    counts.merge(what, n, Long::sum);
  }
}
