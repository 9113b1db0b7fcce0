package dev.sluice.bench.report;

import dev.sluice.bench.stats.Spread;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Metric;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report as tables for a terminal. */
public final class TextReport {
  private final PrintWriter out;
  private final Report report;
  private final List<String> names;

  public TextReport(PrintWriter out, Report report) {
    this.out = out;
    this.report = report;
    this.names = report.names();
  }

  public void print() {
    printConditions();
    report.cases().forEach(this::printCase);
    printVerdicts();
    out.flush();
  }

  private void printConditions() {
    out.println();
    report.conditions().words().forEach((name, words) -> out.printf("%-12s %s%n", name, words));
    for (Contender contender : report.contenders()) {
      out.printf(
          "%-12s %s%n",
          contender.name(),
          contender
              .absence()
              .map(reason -> "SKIPPED: " + reason)
              .orElse(contender.version() + "; " + contender.settings()));
    }
  }

  private void printCase(Case each) {
    out.printf("%n%s: %s%n", each.name(), each.title());
    for (String name : names) {
      results()
          .spread(each.name(), name, each.primary())
          .ifPresent(spread -> out.println(line(each, name, spread)));
      results()
          .breaches(each.name(), name)
          .forEach(breach -> out.printf("  %-10s FAILED: %s%n", name, breach));
      results()
          .remarks(each.name(), name)
          .forEach(remark -> out.printf("  %-10s note: %s%n", name, remark));
    }
  }

  private String line(Case each, String name, Spread spread) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "  %-10s %12s %s [%s, %s]",
            name,
            Numbers.text(spread.median()),
            each.primary().unit(),
            Numbers.text(spread.min()),
            Numbers.text(spread.max())));
    ratio(each, name)
        .ifPresent(
            ratio ->
                line.append("  %s %s x".formatted(names.get(0), Numbers.text(ratio.median()))));
    for (Metric metric : Metric.values()) {
      if (metric != each.primary()) {
        results()
            .spread(each.name(), name, metric)
            .ifPresent(
                s -> line.append("  %s %s".formatted(Numbers.text(s.median()), metric.unit())));
      }
    }
    return line.toString();
  }

  /** How many times better ours is; empty for ours. */
  private Optional<Spread> ratio(Case each, String name) {
    String ours = names.get(0);
    return name.equals(ours)
        ? Optional.empty()
        : results().ratio(each.name(), ours, name, each.primary());
  }

  private void printVerdicts() {
    List<Verdict> verdicts = report.verdicts();
    if (verdicts.isEmpty()) {
      return;
    }
    out.printf("%ngoals%n");
    for (Verdict verdict : verdicts) {
      out.printf(
          "  %-12s %-58s %-16s %s %s %s%n",
          verdict.word(),
          verdict.goal(),
          verdict.caseName(),
          verdict.measured().map(Numbers::text).orElse("-"),
          verdict.kind().sign(),
          Numbers.text(verdict.bound()));
    }
  }

  private Results results() {
    return report.results();
  }
}
