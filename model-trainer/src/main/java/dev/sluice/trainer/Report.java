package dev.sluice.trainer;

import dev.sluice.sim.signal.AnomalyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Evaluations side by side, for people and for programs. */
record Report(List<Evaluation> evaluations) {
  private static final String HEADER =
      "%-18s %-42s %7s %9s %9s %7s %7s %9s%n"
          .formatted(
              "model", "series", "frames", "anomalous", "precision", "recall", "F1", "accuracy");

  Report {
    evaluations = List.copyOf(evaluations);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("models.txt"), text());
    Files.writeString(folder.resolve("models.json"), json());
  }

  String text() {
    var text = new StringBuilder(HEADER);
    for (Evaluation one : evaluations) {
      text.append(line(one, "simulated machines", one.machines()));
    }
    for (Evaluation one : evaluations) {
      text.append(line(one, "simulated slow processes", one.processes()));
    }
    for (Evaluation one : evaluations) {
      one.real().forEach((series, confusion) -> text.append(line(one, series, confusion)));
      if (!one.real().isEmpty()) {
        text.append(line(one, "all recorded series", one.allReal()));
      }
    }
    text.append("%nShare of the machines' anomalies found, by kind:%n".formatted());
    for (AnomalyKind kind : AnomalyKind.values()) {
      text.append("%-18s".formatted(kind.name().toLowerCase(Locale.ROOT)));
      for (Evaluation one : evaluations) {
        text.append(
            " %s %.2f".formatted(one.manifest().name(), one.recall().getOrDefault(kind, 0.0)));
      }
      text.append('\n');
    }
    text.append('\n');
    for (Evaluation one : evaluations) {
      text.append(
          "%-18s %.3f ms per inference (median)%n".formatted(one.manifest().name(), millis(one)));
    }
    return text.toString();
  }

  private static String line(Evaluation one, String series, Confusion confusion) {
    return "%-18s %-42s %7d %9d %9.3f %7.3f %7.3f %9.3f%n"
        .formatted(
            one.manifest().name(),
            series,
            confusion.total(),
            confusion.anomalous(),
            confusion.precision(),
            confusion.recall(),
            confusion.f1(),
            confusion.accuracy());
  }

  String json() {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(evaluations.stream().map(Report::fields).toList())
        + "\n";
  }

  private static Map<String, Object> fields(Evaluation one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", one.manifest().name());
    fields.put("version", one.manifest().version());
    fields.put("sha256", one.manifest().sha256());
    fields.put("threshold", one.manifest().output().threshold());
    fields.put("medianMs", millis(one));
    fields.put("machines", fields(one.machines()));
    fields.put("recallByKind", one.recall());
    fields.put("processes", fields(one.processes()));
    Map<String, Object> real = new LinkedHashMap<>();
    one.real().forEach((series, confusion) -> real.put(series, fields(confusion)));
    fields.put("real", real);
    return fields;
  }

  private static Map<String, Object> fields(Confusion confusion) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("frames", confusion.total());
    fields.put("anomalous", confusion.anomalous());
    fields.put("precision", confusion.precision());
    fields.put("recall", confusion.recall());
    fields.put("f1", confusion.f1());
    fields.put("accuracy", confusion.accuracy());
    return fields;
  }

  private static double millis(Evaluation one) {
    return one.median().toNanos() / 1e6;
  }
}
