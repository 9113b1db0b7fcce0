package dev.sluice.sim.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the trials have shown: the median of each, beside what the laboratory said. */
record FieldReport(FieldMeasure measure, List<Row> rows) {
  /**
   * @param hitRatio answers in time, 0 to 1
   * @param foretold by the laboratory; NaN where it was not asked
   */
  record Run(double hitRatio, double foretold) {

    /** In percentage points, positive where the processes did better. */
    double difference() {
      return 100 * (hitRatio - foretold);
    }
  }

  /** All runs of one trial, at least one. */
  record Row(String trial, String policy, List<Run> runs) {
    Row {
      runs = List.copyOf(runs);
    }

    boolean rehearsed() {
      return !Double.isNaN(foretold());
    }

    double hitRatio() {
      return median(Run::hitRatio);
    }

    double foretold() {
      return median(Run::foretold);
    }

    /**
     * Of each run and what was foretold of it: a machine that was slower in one of them was so for
     * both.
     */
    double difference() {
      return median(Run::difference);
    }

    private double median(ToDoubleFunction<Run> value) {
      double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
  }

  FieldReport {
    rows = List.copyOf(rows);
  }

  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "One message: %.1f ms here, %.1f ms there, %.0f bytes up",
            measure.localMs(),
            measure.cloudMs(),
            measure.bytes()));
    lines.add("");
    lines.add("trial               policy        in time %  laboratory %  difference");
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private static String line(Row row) {
    String start =
        String.format(
            Locale.ROOT, "%-18s  %-12s  %9.2f", row.trial(), row.policy(), 100 * row.hitRatio());
    return row.rehearsed()
        ? start
            + String.format(
                Locale.ROOT, "  %12.2f  %+10.2f", 100 * row.foretold(), row.difference())
        : start;
  }

  void write(Path file) throws DemoException {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("localMs", measure.localMs());
    root.put("cloudMs", measure.cloudMs());
    root.put("bytes", measure.bytes());
    ArrayNode array = root.putArray("rows");
    for (Row row : rows) {
      ObjectNode node = array.addObject();
      node.put("trial", row.trial()).put("policy", row.policy()).put("hitRatio", row.hitRatio());
      if (row.rehearsed()) {
        node.put("foretold", row.foretold()).put("differencePoints", row.difference());
      }
      ArrayNode runs = node.putArray("runs");
      for (Run run : row.runs()) {
        ObjectNode each = runs.addObject().put("hitRatio", run.hitRatio());
        if (row.rehearsed()) {
          each.put("foretold", run.foretold());
        }
      }
    }
    try {
      Files.writeString(file, root.toPrettyString() + "\n");
    } catch (IOException e) {
      throw new DemoException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
