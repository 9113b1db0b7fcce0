package dev.sluice.trainer;

import dev.sluice.inference.DeviceWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded series of the Numenta Anomaly Benchmark: {@code timestamp,value} lines, and the spans
 * that people labelled as anomalous.
 *
 * @param name of the file
 */
record RealSeries(String name, List<LocalDateTime> times, float[] values, List<Span> anomalies) {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]");
  private static final String LABELS = "anomaly-windows.json";

  /** Both ends belong to it. */
  record Span(LocalDateTime first, LocalDateTime last) {
    boolean overlaps(LocalDateTime from, LocalDateTime to) {
      return !first.isAfter(to) && !last.isBefore(from);
    }
  }

  RealSeries {
    times = List.copyOf(times);
    anomalies = List.copyOf(anomalies);
  }

  /**
   * The folder's labelled series by name.
   *
   * @throws IOException naming the file, and the line where there is one
   */
  static List<RealSeries> folder(Path folder) throws IOException {
    Map<String, List<List<String>>> spans = labels(folder.resolve(LABELS));
    var series = new ArrayList<RealSeries>();
    for (String name : spans.keySet().stream().sorted().toList()) {
      series.add(file(folder.resolve(name), spans.get(name)));
    }
    return series;
  }

  private static Map<String, List<List<String>>> labels(Path file) throws IOException {
    try {
      return new JsonMapper().readValue(Files.readString(file), new TypeReference<>() {});
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file; it must list the labelled series", e);
    } catch (JacksonException e) {
      throw new IOException(file + ": not a JSON object of label windows by file name", e);
    }
  }

  private static RealSeries file(Path file, List<List<String>> spans) throws IOException {
    List<String> lines = lines(file);
    var times = new ArrayList<LocalDateTime>();
    float[] values = new float[Math.max(0, lines.size() - 1)];
    for (int i = 0; i < values.length; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      try {
        times.add(LocalDateTime.parse(cells[0], TIMESTAMP));
        values[i] = Float.parseFloat(cells[cells.length - 1]);
      } catch (DateTimeParseException | NumberFormatException e) {
        throw new IOException(file + ":" + (i + 2) + ": 'timestamp,value' is expected", e);
      }
    }
    return new RealSeries(file.getFileName().toString(), times, values, spans(file, spans));
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file, though " + LABELS + " names it", e);
    }
  }

  private static List<Span> spans(Path file, List<List<String>> spans) throws IOException {
    var parsed = new ArrayList<Span>();
    for (List<String> span : spans) {
      try {
        parsed.add(
            new Span(
                LocalDateTime.parse(span.get(0), TIMESTAMP),
                LocalDateTime.parse(span.get(1), TIMESTAMP)));
      } catch (DateTimeParseException | IndexOutOfBoundsException e) {
        throw new IOException(
            file.resolveSibling(LABELS) + ": two timestamps are expected for " + file.getFileName(),
            e);
      }
    }
    return parsed;
  }

  /**
   * Frames of consecutive values, played into a device window as a gateway would; a frame is
   * anomalous when it overlaps a labelled span. An incomplete last frame is left out.
   */
  List<Example> examples(int window) {
    return examples(window, Recipe.FRAME);
  }

  /**
   * @param step values from the beginning of one frame to that of the next
   */
  List<Example> examples(int window, int step) {
    var device = new DeviceWindow(window);
    var examples = new ArrayList<Example>();
    int added = 0;
    for (int start = 0; start + Recipe.FRAME <= values.length; start += step) {
      int end = start + Recipe.FRAME;
      device.add(Arrays.copyOfRange(values, added, end));
      added = end;
      LocalDateTime from = times.get(start);
      LocalDateTime to = times.get(end - 1);
      boolean anomalous = anomalies.stream().anyMatch(span -> span.overlaps(from, to));
      examples.add(new Example(device.snapshot(), anomalous, Optional.empty()));
    }
    return examples;
  }
}
