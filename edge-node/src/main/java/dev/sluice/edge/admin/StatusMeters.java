package dev.sluice.edge.admin;

import dev.sluice.edge.core.EdgeStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Meters that are functions of the latest posted status. Before the first posting counters say 0
 * and gauges that they do not know.
 */
final class StatusMeters {
  private record Labelled(String name, Tags tags) {}

  private final StatusBoard board;
  private final MeterRegistry registry;
  private final Set<Labelled> registered = new HashSet<>();

  StatusMeters(StatusBoard board, MeterRegistry registry) {
    this.board = board;
    this.registry = registry;
  }

  void counter(String name, ToDoubleFunction<EdgeStatus> count) {
    counter(name, Tags.empty(), count);
  }

  void counter(String name, Tags tags, ToDoubleFunction<EdgeStatus> count) {
    FunctionCounter.builder(name, board, b -> b.latest().map(count::applyAsDouble).orElse(0.0))
        .tags(tags)
        .register(registry);
  }

  /** For labels that are met again with each status. */
  void counterOnce(String name, Tags tags, ToDoubleFunction<EdgeStatus> count) {
    if (registered.add(new Labelled(name, tags))) {
      counter(name, tags, count);
    }
  }

  void gaugeOnce(String name, Tags tags, ToDoubleFunction<EdgeStatus> value) {
    if (registered.add(new Labelled(name, tags))) {
      Gauge.builder(name, board, b -> b.latest().map(value::applyAsDouble).orElse(Double.NaN))
          .tags(tags)
          .register(registry);
    }
  }

  /** 1 while it is so, 0 while not, and before the first posting. */
  void state(String name, Tags tags, Predicate<EdgeStatus> is) {
    Gauge.builder(name, board, b -> b.latest().filter(is).isPresent() ? 1 : 0)
        .tags(tags)
        .register(registry);
  }

  void gauge(String name, ToDoubleFunction<EdgeStatus> value) {
    Gauge.builder(name, board, b -> b.latest().map(value::applyAsDouble).orElse(Double.NaN))
        .register(registry);
  }
}
