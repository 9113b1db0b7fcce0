package dev.sluice.lab;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results as a table of plain text, scenarios down and policies across. */
final class TextReport {
  private static final String YARDSTICK = "fastest";
  private static final String RIGHT = "in time and right";

  private final Results results;
  private final StringBuilder out = new StringBuilder();
  private final int nameWidth;

  private TextReport(Results results) {
    this.results = results;
    int longest = results.scenarios().stream().mapToInt(String::length).max().orElse(0);
    nameWidth = Math.max(RIGHT.length(), longest) + 2;
  }

  static String of(Results results) {
    TextReport report = new TextReport(results);
    report.scores();
    report.gains();
    return report.out.toString();
  }

  private void scores() {
    out.append(
        results.bounded()
            ? "Answers in time, in % of the certified bound (mean of the seeds)\n\n"
            : "Answers in time, in % of all (mean of the seeds)\n\n");
    line("", results.policies().stream().toList());
    for (String scenario : results.scenarios()) {
      line(scenario, cells(policy -> results.mean(scenario, policy, ResultRow::score)));
    }
    out.append('\n');
    line("mean", cells(results::mean));
    line("worst", cells(results::worst));
    line("cloud share", cells(policy -> overall(policy, ResultRow::cloudShare)));
    line("duplicates", cells(policy -> overall(policy, ResultRow::duplicates)));
    line(RIGHT, cells(policy -> overall(policy, ResultRow::right)));
  }

  private double overall(String policy, ToDoubleFunction<ResultRow> share) {
    return results.rows().stream()
        .filter(row -> row.policy().equals(policy))
        .mapToDouble(share)
        .average()
        .orElse(0);
  }

  private List<String> cells(ToDoubleFunction<String> share) {
    return results.policies().stream()
        .map(policy -> String.format(Locale.ROOT, "%.2f", 100 * share.applyAsDouble(policy)))
        .toList();
  }

  private void line(String name, List<String> cells) {
    out.append(String.format(Locale.ROOT, "%-" + nameWidth + "s", name));
    List<String> policies = results.policies().stream().toList();
    for (int i = 0; i < cells.size(); i++) {
      int width = Math.max(8, policies.get(i).length()) + 2;
      out.append(String.format(Locale.ROOT, "%" + width + "s", cells.get(i)));
    }
    out.append('\n');
  }

  private void gains() {
    if (!results.policies().contains(YARDSTICK)) {
      return;
    }
    out.append("\nGain over fastest in points, with 95 % intervals by the bootstrap\n\n");
    for (String policy : results.policies()) {
      if (!policy.equals(YARDSTICK)) {
        PairedGain gain = PairedGain.of(results, policy, YARDSTICK);
        out.append(
            String.format(
                Locale.ROOT,
                "%-" + nameWidth + "s  mean %s   worst %s%n",
                policy,
                text(gain.mean()),
                text(gain.worst())));
      }
    }
  }

  private static String text(PairedGain.Interval interval) {
    return String.format(
        Locale.ROOT, "%+.2f [%+.2f, %+.2f]", interval.value(), interval.low(), interval.high());
  }
}
