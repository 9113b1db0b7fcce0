package dev.sluice.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as one page that needs nothing else: tables, and charts drawn as SVG. */
final class HtmlReport {
  static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222}
      table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #ddd}
      td:first-child,th:first-child{text-align:left}.worst{font-weight:bold}svg{max-width:100%;height:auto}
      @media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}td,th{border-color:#444}svg text{fill:#ddd}}
      """;

  private final Results results;
  private final Map<String, String> descriptions;
  private final StringBuilder out = new StringBuilder();

  private HtmlReport(Results results, Map<String, String> descriptions) {
    this.results = results;
    this.descriptions = descriptions;
  }

  /**
   * @param descriptions of the scenarios, by name
   */
  static String of(Results results, Map<String, String> descriptions) {
    HtmlReport report = new HtmlReport(results, descriptions);
    report.page();
    return report.out.toString();
  }

  private void page() {
    out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.append("<meta name=\"viewport\" content=\"width=device-width\">");
    out.append("<title>Placement policies</title>\n<style>")
        .append(STYLE)
        .append("</style></head>");
    out.append("<body>\n<h1>Placement policies</h1>\n");
    String of = results.bounded() ? "of the certified bound" : "of all messages";
    out.append("<p>Answers in time, in % ").append(of);
    out.append("; mean of the seeds. What no policy can beat is 100 %.</p>\n");
    overview();
    if (results.bounded()) {
      gaps();
    }
    scenarios();
    out.append("</body></html>\n");
  }

  private void overview() {
    List<BarChart.Bar> bars = new ArrayList<>();
    out.append("<table><tr><th>policy</th><th>mean</th><th>worst</th></tr>\n");
    for (String policy : results.policies()) {
      double mean = 100 * results.mean(policy);
      double worst = 100 * results.worst(policy);
      bars.add(new BarChart.Bar(policy, mean, worst));
      row(policy, mean, worst);
    }
    out.append("</table>\n<h2>Mean, and the worst scenario as a mark</h2>\n");
    out.append(BarChart.svg(bars)).append('\n');
  }

  /** What is left between the best policy and the bound: to be gained, or the bound's own slack. */
  private void gaps() {
    List<BarChart.Bar> bars = new ArrayList<>();
    out.append("<h2>The best policy of each scenario, and the bound as a mark</h2>\n");
    out.append("<table><tr><th>scenario</th><th>in time %</th><th>bound %</th>");
    out.append("<th>gap, points</th></tr>\n");
    for (String scenario : results.scenarios()) {
      double bound = 100 * results.meanOfAll(scenario, ResultRow::bound);
      double best = 100 * results.bestRatio(scenario);
      bars.add(new BarChart.Bar(scenario, best, bound));
      row(scenario, best, bound, bound - best);
    }
    out.append("</table>\n").append(BarChart.svg(bars)).append('\n');
  }

  private void row(String name, double... values) {
    out.append("<tr><td>").append(escape(name)).append("</td>");
    for (double value : values) {
      out.append(String.format(Locale.ROOT, "<td>%.2f</td>", value));
    }
    out.append("</tr>\n");
  }

  private void scenarios() {
    for (String scenario : results.scenarios()) {
      out.append("<h2>").append(escape(scenario)).append("</h2>\n<p>");
      out.append(escape(descriptions.getOrDefault(scenario, ""))).append("</p>\n");
      List<BarChart.Bar> bars = new ArrayList<>();
      for (String policy : results.policies()) {
        double[] scores = results.scores(scenario, policy);
        double least = java.util.Arrays.stream(scores).min().orElse(0);
        double mean = results.mean(scenario, policy, ResultRow::score);
        bars.add(new BarChart.Bar(policy, 100 * mean, 100 * least));
      }
      out.append(BarChart.svg(bars)).append('\n');
      figures(scenario);
    }
  }

  private void figures(String scenario) {
    out.append("<table><tr><th>policy</th><th>in time %</th><th>bound %</th><th>p50 ms</th>");
    out.append("<th>p99 ms</th><th>cloud %</th><th>twice %</th></tr>\n");
    for (String policy : results.policies()) {
      row(
          policy,
          100 * results.mean(scenario, policy, ResultRow::dhr),
          100 * results.mean(scenario, policy, ResultRow::bound),
          results.mean(scenario, policy, ResultRow::p50Ms),
          results.mean(scenario, policy, ResultRow::p99Ms),
          100 * results.mean(scenario, policy, ResultRow::cloudShare),
          100 * results.mean(scenario, policy, ResultRow::duplicates));
    }
    out.append("</table>\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
