package dev.sluice.edge.admin;

import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.forward.DownRules;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** Meters of what comes down from the cloud. */
final class DownMeters {
  private final StatusMeters meters;

  DownMeters(StatusMeters meters) {
    this.meters = meters;
    counter("batches", stats -> stats.receiver().batches());
    counter("duplicates", stats -> stats.receiver().duplicates());
    counter("skipped", stats -> stats.receiver().skipped());
    counter("envelopes.dropped", stats -> stats.receiver().dropped());
    counter("unknown", DownPlane.Stats::unknown);
    counter("unreadable", DownPlane.Stats::unreadable);
    meters.gauge("sluice.down.refused.filters", s -> of(s, DownPlane.Stats::refused));
  }

  private void counter(String name, ToDoubleFunction<DownPlane.Stats> count) {
    meters.counter("sluice.down." + name, status -> of(status, count));
  }

  /** All 0 without rules. */
  private static double of(EdgeStatus status, ToDoubleFunction<DownPlane.Stats> value) {
    return status.down().map(value::applyAsDouble).orElse(0.0);
  }

  void registerRules(EdgeStatus status) {
    status.down().ifPresent(stats -> stats.rules().forEach(rule -> register(rule.rule())));
  }

  private void register(String rule) {
    Tags tags = Tags.of("rule", rule);
    meters.counterOnce("sluice.down.messages", tags, s -> of(s, rule, DownRules.Stats::published));
    meters.counterOnce(
        "sluice.down.unmappable", tags, s -> of(s, rule, DownRules.Stats::unmappable));
  }

  private static double of(
      EdgeStatus status, String name, ToDoubleFunction<DownRules.Stats> value) {
    return status.down().stream()
        .flatMap(stats -> stats.rules().stream())
        .filter(rule -> rule.rule().equals(name))
        .mapToDouble(value)
        .sum();
  }
}
