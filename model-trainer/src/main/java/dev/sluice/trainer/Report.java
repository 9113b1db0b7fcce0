package dev.sluice.trainer;

import dev.sluice.inference.ModelManifest;
import dev.sluice.sim.signal.AnomalyKind;
import dev.sluice.sim.signal.SurfaceDefect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Evaluations side by side, for people and for programs. */
record Report(List<Evaluation> evaluations, List<SurfaceEvaluation> surfaces) {
  private static final String HEADER =
      "%-18s %-42s %7s %9s %9s %7s %7s %9s%n"
          .formatted(
              "model", "series", "frames", "anomalous", "precision", "recall", "F1", "accuracy");

  Report {
    evaluations = List.copyOf(evaluations);
    surfaces = List.copyOf(surfaces);
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
    for (SurfaceEvaluation one : surfaces) {
      text.append(line(one.manifest(), "simulated surfaces", one.pieces()));
    }
    text.append("%nShare of the anomalies found, by kind:%n".formatted());
    for (AnomalyKind kind : evaluations.isEmpty() ? new AnomalyKind[0] : AnomalyKind.values()) {
      recall(text, kind, evaluations, one -> one.manifest().name(), Evaluation::recall);
    }
    for (SurfaceDefect kind : surfaces.isEmpty() ? new SurfaceDefect[0] : SurfaceDefect.values()) {
      recall(text, kind, surfaces, one -> one.manifest().name(), SurfaceEvaluation::recall);
    }
    text.append('\n');
    evaluations.forEach(one -> text.append(time(one.manifest(), one.median())));
    surfaces.forEach(one -> text.append(time(one.manifest(), one.median())));
    return text.toString();
  }

  private static <E, K extends Enum<K>> void recall(
      StringBuilder text,
      K kind,
      List<E> evaluations,
      Function<E, String> name,
      Function<E, Map<K, Double>> recall) {
    text.append("%-18s".formatted(kind.name().toLowerCase(Locale.ROOT)));
    for (E one : evaluations) {
      text.append(" %s %.2f".formatted(name.apply(one), recall.apply(one).getOrDefault(kind, 0.0)));
    }
    text.append('\n');
  }

  private static String time(ModelManifest manifest, Duration median) {
    return "%-18s %.3f ms per inference (median)%n".formatted(manifest.name(), millis(median));
  }

  private static String line(Evaluation one, String series, Confusion confusion) {
    return line(one.manifest(), series, confusion);
  }

  private static String line(ModelManifest manifest, String series, Confusion confusion) {
    return "%-18s %-42s %7d %9d %9.3f %7.3f %7.3f %9.3f%n"
        .formatted(
            manifest.name(),
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
            .writeValueAsString(
                Stream.concat(
                        evaluations.stream().map(Report::fields),
                        surfaces.stream().map(Report::fields))
                    .toList())
        + "\n";
  }

  private static Map<String, Object> fields(Evaluation one) {
    Map<String, Object> fields = fields(one.manifest(), one.median());
    fields.put("machines", fields(one.machines()));
    fields.put("recallByKind", one.recall());
    fields.put("processes", fields(one.processes()));
    Map<String, Object> real = new LinkedHashMap<>();
    one.real().forEach((series, confusion) -> real.put(series, fields(confusion)));
    fields.put("real", real);
    return fields;
  }

  private static Map<String, Object> fields(SurfaceEvaluation one) {
    Map<String, Object> fields = fields(one.manifest(), one.median());
    fields.put("surfaces", fields(one.pieces()));
    fields.put("recallByKind", one.recall());
    return fields;
  }

  private static Map<String, Object> fields(ModelManifest manifest, Duration median) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", manifest.name());
    fields.put("version", manifest.version());
    fields.put("sha256", manifest.sha256());
    fields.put("threshold", manifest.output().threshold());
    fields.put("medianMs", millis(median));
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

  private static double millis(Duration median) {
    return median.toNanos() / 1e6;
  }
}
