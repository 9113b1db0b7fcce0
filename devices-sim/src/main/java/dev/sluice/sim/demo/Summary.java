package dev.sluice.sim.demo;

import java.util.ArrayList;
import java.util.List;

/** What a run has shown, in sentences. */
final class Summary {
  private Summary() {}

  static List<String> of(RunResult run) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("What this run has shown (" + run.placement().word() + " placement):");
    lines.add(
        "  %s messages published, %s acknowledged, %s answers."
            .formatted(text(run, "published"), text(run, "acknowledged"), text(run, "results")));
    lines.add(
        "  The uplink was away %s for %s s."
            .formatted(
                times(run.count("uplinkOutages")),
                Texts.tenths(run.number("uplinkDownSeconds").orElse(0))));
    lines.add(
        "  Answers: %s from the edge, %s from the cloud, %s cached, %s by the fallback, %s errors."
            .formatted(
                share(run, "edge"),
                share(run, "cloud"),
                share(run, "cache"),
                share(run, "fallback"),
                share(run, "none")));
    lines.add(timeliness(run));
    lines.add("  " + honesty(run));
    return lines;
  }

  private static String timeliness(RunResult run) {
    String latencies =
        "half of them within %s ms, 99 %% within %s ms"
            .formatted(
                Texts.tenths(run.number("p50Ms").orElse(0)),
                Texts.tenths(run.number("p99Ms").orElse(0)));
    return "  %s were in time (%s)%s."
        .formatted(
            Texts.percent(run.number("deadlineHitRatio").orElse(0)), latencies, correctness(run));
  }

  private static String correctness(RunResult run) {
    return run.number("correctInDeadline").isEmpty()
        ? "; the series has no labels to tell right from wrong"
        : "; %s were in time and right".formatted(text(run, "correctInDeadline"));
  }

  private static String honesty(RunResult run) {
    List<String> faults = run.faults();
    return faults.isEmpty()
        ? "Nothing acknowledged was lost, nothing came twice, nothing stayed unanswered."
        : "NOT as promised: " + String.join(", ", faults) + ".";
  }

  private static String times(long count) {
    return count == 1 ? "once," : count + " times,";
  }

  private static String text(RunResult run, String field) {
    return run.number(field).stream().mapToObj(Texts::number).findFirst().orElse("no");
  }

  private static String share(RunResult run, String placement) {
    return Texts.percent(run.share(placement));
  }
}
