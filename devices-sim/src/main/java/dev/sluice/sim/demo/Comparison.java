package dev.sluice.sim.demo;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The same load under several placements: the first run is the one that has to win. */
record Comparison(List<RunResult> runs) {
  private static final String SCORE = "correctInDeadline";

  /** Without labels nobody knows what is correct: being in time decides. */
  private static final String SCORE_WITHOUT_LABELS = "deadlineHitRatio";

  Comparison {
    runs = List.copyOf(runs);
  }

  private RunResult placed() {
    return runs.get(0);
  }

  private List<RunResult> others() {
    return runs.subList(1, runs.size());
  }

  private String score() {
    boolean labelled = runs.stream().allMatch(run -> run.number(SCORE).isPresent());
    return labelled ? SCORE : SCORE_WITHOUT_LABELS;
  }

  /** Where the first run has not more than another, one line each. */
  List<String> losses() {
    String score = score();
    OptionalDouble own = placed().number(score);
    return others().stream().flatMap(other -> loss(score, own, other)).toList();
  }

  private Stream<String> loss(String score, OptionalDouble own, RunResult other) {
    OptionalDouble its = other.number(score);
    if (own.isPresent() && its.isPresent() && own.getAsDouble() > its.getAsDouble()) {
      return Stream.empty();
    }
    return Stream.of(
        "%s has %s = %s, %s has %s"
            .formatted(
                placed().placement().word(),
                score,
                text(own),
                other.placement().word(),
                text(its)));
  }

  private static String text(OptionalDouble number) {
    return number.isPresent() ? Texts.number(number.getAsDouble()) : "none";
  }

  /** The first run's report with a row for each run. */
  ObjectNode report() {
    ObjectNode report = placed().report().deepCopy();
    if (!others().isEmpty()) {
      report.putArray("runs").addAll(runs.stream().map(RunResult::row).toList());
    }
    return report;
  }

  List<String> table() {
    Stream<String> heading =
        Stream.of(
            "placement     correct in time  in time   answers   edge  cloud  fallb   p50 ms   p99 ms");
    return Stream.concat(heading, runs.stream().map(Comparison::line)).toList();
  }

  private static String line(RunResult run) {
    return String.format(
        Locale.ROOT,
        "%-13s %15s  %6.1f%%  %8d  %4.0f%%  %4.0f%%  %4.0f%%  %7.1f  %7.1f",
        run.placement().word(),
        text(run.number(SCORE)),
        100 * run.number(SCORE_WITHOUT_LABELS).orElse(0),
        run.count("results"),
        100 * run.share("edge"),
        100 * run.share("cloud"),
        100 * run.share("fallback"),
        run.number("p50Ms").orElse(0),
        run.number("p99Ms").orElse(0));
  }
}
