package dev.sluice.cloud.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Meters of one target, which its label {@code target} names. */
final class TargetMeters {
  private static final String PREFIX = "sluice.cloud.target.";

  private final MeterRegistry registry;
  private final String name;
  private final Supplier<TargetStats> stats;

  /**
   * @param stats on the loop, where metrics are scraped
   */
  TargetMeters(MeterRegistry registry, String name, Supplier<TargetStats> stats) {
    this.registry = registry;
    this.name = name;
    this.stats = stats;
    gauge("up", "0 while its engine is not reached", s -> s.isReached() ? 1 : 0);
    gauge("backlog", "Messages of the store that it is not done with", TargetStats::backlog);
    gauge("letters.kept", "0 while a dead letter cannot be kept", s -> s.grief().isEmpty() ? 1 : 0);
    counter("confirmed", "Records that the engine said it has", TargetStats::confirmed);
    counter("retried", "Rejections after which a record was put again", TargetStats::retried);
    counter("dead.letters", "Records that it never took", TargetStats::deadLetters);
    counter("unavailable", "Puts that did not reach the engine", TargetStats::unavailable);
    counter("skipped", "Messages gone without because of a full store", TargetStats::skipped);
    counter("expired", "Messages whose time was over", TargetStats::expired);
  }

  private void gauge(String meter, String what, ToDoubleFunction<TargetStats> value) {
    Gauge.builder(PREFIX + meter, this, self -> value.applyAsDouble(self.stats.get()))
        .description(what)
        .tag("target", name)
        .register(registry);
  }

  private void counter(String meter, String what, ToDoubleFunction<TargetStats> value) {
    FunctionCounter.builder(PREFIX + meter, this, self -> value.applyAsDouble(self.stats.get()))
        .description(what)
        .tag("target", name)
        .register(registry);
  }
}
