package dev.sluice.trainer;

import dev.sluice.trainer.CascadeStudy.Curve;
import dev.sluice.trainer.CascadeStudy.Point;
import dev.sluice.trainer.CascadeStudy.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Curves of second opinions for people and for programs. */
record CascadeReport(List<Result> results) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 320;
  private static final int MARGIN = 40;
  private static final List<String> COLOURS =
      List.of("#0b6e4f", "#2b6cb0", "#7b2d8b", "#c05621", "#888888");

  CascadeReport {
    results = List.copyOf(results);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("cascade.json"), json());
    Files.writeString(folder.resolve("cascade.html"), html());
  }

  String text() {
    return results.stream().map(CascadeReport::text).collect(Collectors.joining("\n"));
  }

  private static String text(Result result) {
    var text = new StringBuilder();
    text.append(
        "%s: %d frames to fit, %d to judge, %d of them anomalous%n"
            .formatted(
                result.data(),
                result.trainingFrames(),
                result.testFrames(),
                result.testAnomalous()));
    text.append(
        "F1 of the small model alone %.3f, of the large one alone %.3f%n"
            .formatted(result.firstF1(), result.secondF1()));
    text.append("%-12s".formatted("budget"));
    result.curves().forEach(curve -> text.append("%22s".formatted(curve.rule())));
    text.append('\n');
    for (int i = 0; i < result.curves().get(0).points().size(); i++) {
      text.append("%-12s".formatted(percent(result.curves().get(0).points().get(i).budget())));
      for (Curve curve : result.curves()) {
        Point point = curve.points().get(i);
        text.append(
            "%22s".formatted("%s asked, F1 %.3f".formatted(percent(point.share()), point.f1())));
      }
      text.append('\n');
    }
    for (Curve curve : result.curves()) {
      text.append(
          "%s: %s of the gap with at most 30 %% asked%s%n"
              .formatted(curve.rule(), percent(result.recovered(curve)), setting(result, curve)));
    }
    return text.toString();
  }

  /** What to write into the policy file. */
  private static String setting(Result result, Curve curve) {
    double from = result.within(curve).map(Point::from).orElse(Double.NaN);
    return curve.rule().equals("shift") && Double.isFinite(from)
        ? String.format(Locale.ROOT, " (cascade: {shift: %.3f})", from)
        : "";
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "no part" : "%.0f %%".formatted(100 * share);
  }

  String json() {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(results.stream().map(CascadeReport::fields).toList())
        + "\n";
  }

  private static Map<String, Object> fields(Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("data", result.data());
    fields.put("trainingFrames", result.trainingFrames());
    fields.put("testFrames", result.testFrames());
    fields.put("testAnomalous", result.testAnomalous());
    fields.put("edgeThreshold", result.firstThreshold());
    fields.put("cloudThreshold", result.secondThreshold());
    fields.put("edgeF1", result.firstF1());
    fields.put("cloudF1", result.secondF1());
    Map<String, Object> recovered = new LinkedHashMap<>();
    for (Curve curve : result.curves()) {
      double share = result.recovered(curve);
      recovered.put(curve.rule(), Double.isNaN(share) ? null : share);
    }
    fields.put("gapRecoveredAt30Percent", recovered);
    fields.put("curves", result.curves());
    return fields;
  }

  String html() {
    String charts = results.stream().map(CascadeReport::chart).collect(Collectors.joining());
    return """
    <!doctype html>
    <html lang="en"><meta charset="utf-8"><title>Second opinions</title>
    <style>body{font:15px system-ui;margin:2em;max-width:60em}text{font:12px system-ui}
    pre{font-size:12px}</style>
    <h1>What second opinions are worth</h1>
    <p>Share of frames for which the large model is asked, and the F1 that comes of it. Rules were
    fitted on the earlier part, and are judged here on the later one.</p>
    %s</html>
    """
        .formatted(charts);
  }

  private static String chart(Result result) {
    double top =
        result.curves().stream()
            .flatMap(curve -> curve.points().stream())
            .mapToDouble(Point::f1)
            .max()
            .orElse(1);
    var svg = new StringBuilder();
    svg.append("<h2>%s</h2>%n".formatted(result.data()));
    svg.append("<svg width=\"%d\" height=\"%d\" role=\"img\">%n".formatted(WIDTH, HEIGHT));
    svg.append(level(result.firstF1(), top, "small alone"));
    svg.append(level(result.secondF1(), top, "large alone"));
    for (int i = 0; i < result.curves().size(); i++) {
      svg.append(line(result.curves().get(i), top, COLOURS.get(i), i));
    }
    svg.append("</svg>%n<pre>%s</pre>%n".formatted(text(result)));
    return svg.toString();
  }

  private static String level(double f1, double top, String name) {
    return "<line x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\" stroke=\"#ccc\"/><text x=\"%d\" y=\"%s\">%s</text>%n"
        .formatted(MARGIN, WIDTH - MARGIN, y(f1, top), y(f1, top), WIDTH - 110, y(f1, top), name);
  }

  private static String line(Curve curve, double top, String colour, int row) {
    String points =
        curve.points().stream()
            .map(point -> x(point.share()) + "," + y(point.f1(), top))
            .collect(Collectors.joining(" "));
    return "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/><text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n"
        .formatted(
            colour, points, MARGIN + 8, HEIGHT - MARGIN - 8 - 16 * row, colour, curve.rule());
  }

  private static String x(double share) {
    return String.format(Locale.ROOT, "%.1f", MARGIN + share * (WIDTH - 2 * MARGIN));
  }

  private static String y(double f1, double top) {
    return String.format(Locale.ROOT, "%.1f", HEIGHT - MARGIN - f1 / top * (HEIGHT - 2 * MARGIN));
  }
}
