package dev.sluice.cloud.admin;

import dev.sluice.inference.guard.GuardOutput;
import dev.sluice.inference.guard.GuardStats;
import dev.sluice.inference.guard.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Meters of one model on one model server. */
final class BackendMeters {
  private static final String PREFIX = "sluice.cloud.backend.";

  private final MeterRegistry registry;
  private final String server;
  private final String model;
  private final Supplier<GuardStats> stats;

  /**
   * @param stats from any thread
   */
  BackendMeters(MeterRegistry registry, String server, String model, Supplier<GuardStats> stats) {
    this.registry = registry;
    this.server = server;
    this.model = model;
    this.stats = stats;
    gauge("breaker", "0 closed, 1 open, 2 half open", s -> s.breaker().ordinal());
    gauge("limit", "Requests that the server may have now", GuardStats::limit);
    gauge("in.flight", "Requests that it has", GuardStats::inFlight);
    gauge("waiting", "Requests that wait for it", GuardStats::waiting);
    counter("breaker.opened", "Times that it was given up for a while", GuardStats::opened);
    counter("retries", "Attempts after the first", GuardStats::retries);
    counter("timeouts", "Attempts that took too long", GuardStats::timeouts);
    counter("late.replies", "Replies that nobody waited for", GuardStats::lateReplies);
    for (Verdict verdict : Verdict.values()) {
      counted("replies", "verdict", verdict, s -> s.replies().get(verdict));
    }
    for (GuardOutput.Reason reason : GuardOutput.Reason.values()) {
      if (reason != GuardOutput.Reason.REPLIED) {
        counted("unreplied", "reason", reason, s -> s.unreplied().get(reason));
      }
    }
  }

  private void gauge(String name, String what, ToDoubleFunction<GuardStats> value) {
    Gauge.builder(PREFIX + name, stats, s -> value.applyAsDouble(s.get()))
        .description(what)
        .tags("server", server, "model", model)
        .strongReference(true)
        .register(registry);
  }

  private void counter(String name, String what, ToDoubleFunction<GuardStats> value) {
    FunctionCounter.builder(PREFIX + name, this, self -> value.applyAsDouble(self.stats.get()))
        .description(what)
        .tags("server", server, "model", model)
        .register(registry);
  }

  private void counted(String name, String kind, Enum<?> word, ToDoubleFunction<GuardStats> value) {
    FunctionCounter.builder(PREFIX + name, this, self -> value.applyAsDouble(self.stats.get()))
        .description("Requests by how they ended at the server")
        .tags("server", server, "model", model, kind, BackendStats.word(word))
        .register(registry);
  }
}
