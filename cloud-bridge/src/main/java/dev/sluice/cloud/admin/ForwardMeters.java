package dev.sluice.cloud.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Meters of the forwarding plane: what came, what waits in the store, what was published. */
final class ForwardMeters {
  private final MeterRegistry registry;
  private final Supplier<ForwardStats> stats;
  private ForwardStats latest;

  /**
   * @param stats read before each scrape, on the loop
   */
  ForwardMeters(MeterRegistry registry, Supplier<ForwardStats> stats) {
    this.registry = registry;
    this.stats = stats;
    this.latest = stats.get();
    counter("batches", "Batches taken", s -> s.received().batches());
    counter("duplicates", "Batches of which nothing was new", s -> s.received().duplicates());
    counter("skipped", "Messages that an edge node no longer had", s -> s.received().skipped());
    counter("dropped", "Envelopes malformed or foreign", s -> s.received().dropped());
    counter("rival.epochs", "Times two lives of a lane spoke", s -> s.received().rivalEpochs());
    gauge("lanes", "Lives of lanes remembered", s -> s.received().lanes());
    counter("published", "Messages given to the broker", ForwardStats::published);
    lost("expired", ForwardStats::expired);
    lost("unreadable", ForwardStats::unreadable);
    lost("too_large", ForwardStats::tooLarge);
    lost("refused", ForwardStats::refused);
    gauge("store.messages", "Messages not published yet", ForwardStats::waiting);
    gauge("store.bytes", "Files of the store", ForwardStats::storeBytes);
    gauge("store.oldest.seconds", "Age of the oldest message", ForwardStats::oldestSeconds);
  }

  /** Takes the numbers that the next scrape says. */
  void look() {
    latest = stats.get();
  }

  private void lost(String reason, ToDoubleFunction<ForwardStats> count) {
    FunctionCounter.builder(
            "sluice.cloud.forward.not.published", this, m -> count.applyAsDouble(m.latest))
        .description("Messages given up, by reason")
        .tag("reason", reason)
        .register(registry);
  }

  private void counter(String name, String what, ToDoubleFunction<ForwardStats> count) {
    FunctionCounter.builder(
            "sluice.cloud.forward." + name, this, m -> count.applyAsDouble(m.latest))
        .description(what)
        .register(registry);
  }

  private void gauge(String name, String what, ToDoubleFunction<ForwardStats> value) {
    Gauge.builder("sluice.cloud.forward." + name, this, m -> value.applyAsDouble(m.latest))
        .description(what)
        .register(registry);
  }
}
