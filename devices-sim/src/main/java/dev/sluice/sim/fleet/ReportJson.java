package dev.sluice.sim.fleet;

import dev.sluice.sim.check.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** How reports and progress are written. */
public final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  /** The report as one object: the totals' fields at its top level. */
  public static String report(Report report) {
    Map<String, Object> fields = fields(report.total());
    fields.put("perGroup", report.perGroup());
    fields.put("reconnects", report.reconnects());
    fields.put("seed", report.seed());
    fields.put("seconds", report.seconds());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fields) + "\n";
  }

  /**
   * One line: the counts so far, and under {@code lastSecond} what was added since {@code before}.
   *
   * @param seconds since the devices began to publish
   */
  public static String progress(double seconds, Outcome now, Outcome before) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("t", Math.round(seconds * 10) / 10.0);
    line.put("published", now.published());
    line.put("acknowledged", now.acknowledged());
    line.put("results", now.results());
    line.put("byPlacement", now.resultsByPlacement());
    line.put("inDeadline", now.inDeadline());
    line.put("correct", now.correctInDeadline());
    line.put("unanswered", now.unanswered());
    line.put("p50Ms", now.p50Ms());
    line.put("p99Ms", now.p99Ms());
    line.put("lastSecond", lastSecond(now, before));
    return JSON.writeValueAsString(line);
  }

  private static Map<String, Object> lastSecond(Outcome now, Outcome before) {
    Map<String, Object> rates = new LinkedHashMap<>();
    rates.put("published", now.published() - before.published());
    rates.put("acknowledged", now.acknowledged() - before.acknowledged());
    rates.put("results", now.results() - before.results());
    rates.put("inDeadline", now.inDeadline() - before.inDeadline());
    Map<String, Long> placements = new LinkedHashMap<>();
    now.resultsByPlacement()
        .forEach(
            (name, n) ->
                placements.put(name, n - before.resultsByPlacement().getOrDefault(name, 0L)));
    rates.put("byPlacement", placements);
    return rates;
  }

  private static Map<String, Object> fields(Outcome outcome) {
    return JSON.convertValue(outcome, new TypeReference<LinkedHashMap<String, Object>>() {});
  }
}
