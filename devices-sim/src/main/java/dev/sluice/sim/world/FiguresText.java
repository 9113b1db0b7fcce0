package dev.sluice.sim.world;

import dev.sluice.sim.world.actor.Fault;
import dev.sluice.sim.world.check.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as one reads them. */
final class FiguresText {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SECONDS_PER_HOUR = 3_600;

  private FiguresText() {}

  /**
   * The summary.
   *
   * @param elapsedNanos by the wall
   * @param cpuNanos that the run's thread has computed
   */
  static List<String> of(Figures figures, long elapsedNanos, long cpuNanos) {
    List<String> lines = new ArrayList<>();
    double seconds = Math.max(1, elapsedNanos) / NANOS_PER_SECOND;
    lines.add(
        format(
            "%,d seeds, %,d broken, %,d events in %.1f s: %,.0f events/s,"
                + " %,.0f per second of its thread, %.1f virtual hours",
            figures.seeds(),
            figures.broken(),
            figures.events(),
            seconds,
            figures.events() / seconds,
            figures.events() / (Math.max(1, cpuNanos) / NANOS_PER_SECOND),
            figures.virtualNanos() / NANOS_PER_SECOND / SECONDS_PER_HOUR));
    lines.add(
        format("messages: %,d published, %,d delivered", figures.published(), figures.delivered()));
    StringBuilder answers = new StringBuilder(format("requests: %,d;", figures.requests()));
    figures
        .answers()
        .forEach((place, count) -> answers.append(format(" %s %,d", place.word(), count)));
    lines.add(answers.toString());
    lines.add("faults:");
    for (Fault fault : Fault.values()) {
      lines.add(format("  %-18s %,12d", fault.word(), figures.faults().getOrDefault(fault, 0L)));
    }
    lines.add("checked:");
    for (Rule rule : Rule.values()) {
      lines.add(format("  %-18s %,14d  %s", rule, figures.checks().of(rule), rule.words()));
    }
    return lines;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
