package dev.sluice.bench.trial;

import dev.sluice.bench.peer.BrokerProcess;
import dev.sluice.bench.peer.CoreUsage;
import dev.sluice.bench.peer.Pinning;
import dev.sluice.bench.peer.ProcessUsage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What broker and generator use while something is measured. */
final class Meter {
  private static final double GENERATOR_FULL = 95;
  private static final double BROKER_FULL = 90;
  private static final double OTHERS_MUCH = 5;
  private static final double PERCENT = 100;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double BYTES_PER_MB = 1 << 20;

  private final BrokerProcess broker;
  private final long startNanos = System.nanoTime();
  private final Optional<ProcessUsage> brokerBefore;
  private final Optional<ProcessUsage> generatorBefore;
  private final Optional<CoreUsage> coreBefore;

  private Meter(BrokerProcess broker) {
    this.broker = broker;
    this.brokerBefore = ProcessUsage.of(broker.pid());
    this.generatorBefore = generator();
    this.coreBefore = core();
  }

  static Meter start(BrokerProcess broker) {
    return new Meter(broker);
  }

  /** Of the broker's core; none when it has no core of its own. */
  private Optional<CoreUsage> core() {
    return broker.hasItsOwnCore() ? CoreUsage.of(Pinning.BROKER_CORE) : Optional.empty();
  }

  private static Optional<ProcessUsage> generator() {
    return ProcessUsage.of(ProcessHandle.current().pid());
  }

  /**
   * The figures since the start; none where the system does not tell them.
   *
   * @param messages to divide the processor time by
   */
  Map<Metric, Double> stop(long messages) {
    long wallNanos = System.nanoTime() - startNanos;
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    Optional<ProcessUsage> usage = ProcessUsage.of(broker.pid());
    Optional<ProcessUsage> generator = generator();
    if (brokerBefore.isEmpty()
        || generatorBefore.isEmpty()
        || usage.isEmpty()
        || generator.isEmpty()) {
      return figures;
    }
    double brokerNanos = usage.get().cpuNanos() - brokerBefore.get().cpuNanos();
    double generatorNanos = generator.get().cpuNanos() - generatorBefore.get().cpuNanos();
    figures.put(Metric.BROKER_BUSY, PERCENT * brokerNanos / wallNanos);
    figures.put(Metric.GENERATOR_BUSY, PERCENT * generatorNanos / wallNanos);
    coreBefore.ifPresent(before -> putOthers(before, brokerNanos, wallNanos, figures));
    if (messages > 0) {
      figures.put(Metric.CPU_MICROS_PER_MESSAGE, brokerNanos / NANOS_PER_MICRO / messages);
    }
    figures.put(Metric.RESIDENT_MB, usage.get().residentBytes() / BYTES_PER_MB);
    figures.put(Metric.RESIDENT_PEAK_MB, usage.get().residentPeakBytes() / BYTES_PER_MB);
    return figures;
  }

  private void putOthers(
      CoreUsage before, double brokerNanos, long wallNanos, Map<Metric, Double> figures) {
    core()
        .ifPresent(
            now -> {
              double busy = now.busyNanos() - before.busyNanos();
              double others = PERCENT * (busy - brokerNanos) / wallNanos;
              figures.put(Metric.OTHERS_BUSY, Math.max(0, others));
            });
  }

  /** Says so when something else than the broker set the pace. */
  static List<String> remarks(Map<Metric, Double> figures) {
    List<String> remarks = new ArrayList<>();
    if (figures.getOrDefault(Metric.OTHERS_BUSY, 0.0) > OTHERS_MUCH) {
      remarks.add(
          "others took more than %.0f %% of the broker's core: measure again on a quiet machine"
              .formatted(OTHERS_MUCH));
    }
    if (figures.getOrDefault(Metric.GENERATOR_BUSY, 0.0) > GENERATOR_FULL
        && figures.getOrDefault(Metric.BROKER_BUSY, PERCENT) < BROKER_FULL) {
      remarks.add("the load generator was the bottleneck: the broker can do more");
    }
    return remarks;
  }
}
