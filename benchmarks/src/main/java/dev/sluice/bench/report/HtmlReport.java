package dev.sluice.bench.report;

import dev.sluice.bench.stats.Spread;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report as one page that needs nothing else: what was measured, how, and how it came out. */
public final class HtmlReport {
  private static final String TEMPLATE = "report.html";
  private static final String CONTENT = "<!-- content -->";

  private final Report report;
  private final List<String> names;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(Report report) {
    this.report = report;
    this.names = report.names();
  }

  public static String of(Report report) {
    HtmlReport html = new HtmlReport(report);
    html.appendVerdicts();
    html.appendConditions();
    report.cases().forEach(html::appendCase);
    return template().replace(CONTENT, html.page);
  }

  /** Style, and how it is measured: the part that no run changes. */
  private static String template() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + TEMPLATE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void appendVerdicts() {
    page.append("<h2>Goals</h2>\n<table><tr><th></th><th>goal</th><th>case</th>")
        .append("<th class=\"n\">measured</th><th class=\"n\">bound</th></tr>\n");
    for (Verdict verdict : report.verdicts()) {
      page.append("<tr class=\"%s\">".formatted(verdict.word().replace(' ', '-')));
      cell(verdict.word());
      cell(verdict.goal());
      cell(verdict.caseName());
      number(verdict.measured().map(Numbers::text).orElse("-"));
      number(verdict.kind().sign() + " " + Numbers.text(verdict.bound()));
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private void appendConditions() {
    page.append("<h2>Conditions</h2>\n<table>\n");
    report.conditions().words().forEach(this::row);
    for (Contender contender : report.contenders()) {
      row(
          contender.name(),
          contender
              .absence()
              .map(reason -> "skipped: " + reason)
              .orElse(contender.version() + "; " + contender.settings()));
    }
    page.append("</table>\n<h2>Cases</h2>\n");
  }

  private void row(String name, String words) {
    page.append("<tr>");
    cell(name);
    cell(words);
    page.append("</tr>\n");
  }

  private void appendCase(Case each) {
    page.append(
        "<section><h3 id=\"%s\">%s</h3>\n<p>%s; %s (%s is better)</p>\n"
            .formatted(
                each.name(),
                each.name(),
                Html.escape(each.title()),
                Html.escape(each.primary().meaning()),
                each.primary().higherIsBetter() ? "more" : "less"));
    List<BarChart.Bar> bars = new ArrayList<>();
    for (String name : names) {
      report
          .results()
          .spread(each.name(), name, each.primary())
          .ifPresent(spread -> bars.add(new BarChart.Bar(name, spread)));
    }
    page.append(BarChart.svg(bars, each.primary().unit()));
    appendTable(each);
    names.forEach(name -> appendNotes(each, name));
    page.append("</section>\n");
  }

  private void appendTable(Case each) {
    List<Metric> metrics = metricsOf(each);
    page.append("<table><tr><th></th>");
    metrics.forEach(metric -> heading(metric.unit(), metric.meaning()));
    heading("ratio", "how many times better ours is, by pairs of a round [least, most]");
    heading("rounds", "that count");
    page.append("</tr>\n");
    for (String name : names) {
      page.append("<tr>");
      cell(name);
      for (Metric metric : metrics) {
        number(
            report
                .results()
                .spread(each.name(), name, metric)
                .map(spread -> Numbers.text(spread.median()))
                .orElse("-"));
      }
      number(ratio(each, name));
      number(
          report
              .results()
              .spread(each.name(), name, each.primary())
              .map(spread -> Integer.toString(spread.count()))
              .orElse("0"));
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private List<Metric> metricsOf(Case each) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (names.stream()
          .anyMatch(name -> report.results().spread(each.name(), name, metric).isPresent())) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private String ratio(Case each, String name) {
    if (name.equals(names.get(0))) {
      return "1";
    }
    Optional<Spread> ratio =
        report.results().ratio(each.name(), names.get(0), name, each.primary());
    return ratio
        .map(
            r ->
                "%s [%s, %s]"
                    .formatted(
                        Numbers.text(r.median()), Numbers.text(r.min()), Numbers.text(r.max())))
        .orElse("-");
  }

  private void appendNotes(Case each, String name) {
    for (String breach : report.results().breaches(each.name(), name)) {
      page.append("<p class=\"failed\">%s failed: %s</p>\n".formatted(name, Html.escape(breach)));
    }
    for (String remark : report.results().remarks(each.name(), name)) {
      page.append("<p class=\"note\">%s: %s</p>\n".formatted(name, Html.escape(remark)));
    }
  }

  private void heading(String text, String title) {
    page.append(
        "<th class=\"n\" title=\"%s\">%s</th>".formatted(Html.escape(title), Html.escape(text)));
  }

  private void cell(String text) {
    page.append("<td>%s</td>".formatted(Html.escape(text)));
  }

  private void number(String text) {
    page.append("<td class=\"n\">%s</td>".formatted(Html.escape(text)));
  }
}
