package dev.sluice.edge.admin;

import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.core.forward.LeftOut;
import dev.sluice.edge.core.forward.RuleStats;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** Meters of the forwarding plane: its rules one by one, and what is on the way. */
final class ForwardMeters {
  private final StatusMeters meters;

  ForwardMeters(StatusMeters meters) {
    this.meters = meters;
    counter("refused", ForwardPlane.Stats::refused);
    counter("batches", stats -> stats.sender().batches());
    counter("questions", stats -> stats.sender().questions());
    counter("envelopes.dropped", stats -> stats.sender().dropped());
    counter("perhaps.twice", stats -> stats.sender().perhapsTwice());
    counter("sent.bytes", stats -> stats.sender().bytesSent());
    counter("forgotten.topics", stats -> stats.rules().forgotten());
    gauge("remembered.topics", stats -> stats.rules().topics());
    gauge("on.wire.bytes", stats -> stats.sender().bytesOnTheWay());
    gauge("window.bytes", stats -> stats.sender().windowBytes());
  }

  private void counter(String name, ToDoubleFunction<ForwardPlane.Stats> count) {
    meters.counter("sluice.forward." + name, status -> of(status, count));
  }

  private void gauge(String name, ToDoubleFunction<ForwardPlane.Stats> value) {
    meters.gauge("sluice.forward." + name, status -> of(status, value));
  }

  /** All 0 without rules. */
  private static double of(EdgeStatus status, ToDoubleFunction<ForwardPlane.Stats> value) {
    return status.forward().map(value::applyAsDouble).orElse(0.0);
  }

  void registerRules(EdgeStatus status) {
    status.forward().ifPresent(stats -> stats.rules().rules().forEach(this::registerRule));
  }

  private void registerRule(RuleStats known) {
    String name = known.rule();
    Tags tags = Tags.of("rule", name);
    meters.counterOnce("sluice.forward.messages", tags, s -> rule(s, name, RuleStats::forwarded));
    meters.counterOnce("sluice.forward.redacted", tags, s -> rule(s, name, RuleStats::redacted));
    meters.counterOnce(
        "sluice.forward.unparsable", tags, s -> rule(s, name, RuleStats::unparsable));
    for (LeftOut reason : LeftOut.values()) {
      meters.counterOnce(
          "sluice.forward.left.out",
          tags.and("reason", reason.word()),
          s -> rule(s, name, stats -> stats.leftOut().get(reason)));
    }
  }

  private static double rule(EdgeStatus status, String name, ToDoubleFunction<RuleStats> value) {
    return status.forward().stream()
        .flatMap(stats -> stats.rules().rules().stream())
        .filter(rule -> rule.rule().equals(name))
        .mapToDouble(value)
        .sum();
  }
}
