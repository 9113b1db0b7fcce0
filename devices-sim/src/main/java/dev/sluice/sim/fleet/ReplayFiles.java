package dev.sluice.sim.fleet;

import dev.sluice.sim.signal.CsvSeries;
import dev.sluice.sim.signal.LabelWindows;
import dev.sluice.sim.signal.MalformedSeriesException;
import dev.sluice.sim.signal.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Reads recorded series and their labels from one folder, each series once.
 *
 * <p>Labels are a JSON object from file name to a list of {@code [from, to]} timestamps.
 */
public final class ReplayFiles {
  static final String LABELS_BESIDE = "anomaly-windows.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, CsvSeries> seriesByFile = new HashMap<>();

  /**
   * @param folder against which relative paths are resolved
   */
  public ReplayFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * @param labels the labels' file; absent, one named {@value #LABELS_BESIDE} beside the series is
   *     taken where it exists
   */
  Recording read(String file, Optional<String> labels) throws MalformedSeriesException {
    Path path = folder.resolve(file);
    CsvSeries series = seriesByFile.get(file);
    if (series == null) {
      series = CsvSeries.parse(path.toString(), lines(path));
      seriesByFile.put(file, series);
    }
    return new Recording(series, labels(path, labels));
  }

  private Optional<LabelWindows> labels(Path series, Optional<String> named)
      throws MalformedSeriesException {
    Path beside = series.resolveSibling(LABELS_BESIDE);
    if (named.isEmpty() && !Files.exists(beside)) {
      return Optional.empty();
    }
    Path path = named.map(folder::resolve).orElse(beside);
    JsonNode windows = json(path).path(series.getFileName().toString());
    if (windows.isMissingNode() && named.isEmpty()) {
      return Optional.empty();
    }
    if (!windows.isArray()) {
      throw new MalformedSeriesException(
          path + ": no list of [from, to] for " + series.getFileName());
    }
    List<LabelWindows.Window> parsed = new ArrayList<>();
    for (JsonNode window : windows) {
      parsed.add(window(path + ": " + series.getFileName(), window));
    }
    return Optional.of(new LabelWindows(parsed));
  }

  private static LabelWindows.Window window(String place, JsonNode window)
      throws MalformedSeriesException {
    OptionalLong from = Timestamp.millis(window.path(0).asString(""));
    OptionalLong to = Timestamp.millis(window.path(1).asString(""));
    if (from.isEmpty() || to.isEmpty() || to.getAsLong() < from.getAsLong()) {
      throw new MalformedSeriesException(
          place + ": " + window + " is no window: expected [\"from\", \"to\"]");
    }
    return new LabelWindows.Window(from.getAsLong(), to.getAsLong());
  }

  private static JsonNode json(Path path) throws MalformedSeriesException {
    try {
      return JSON.readTree(String.join("\n", lines(path)));
    } catch (JacksonException e) {
      throw new MalformedSeriesException(
          path + ":" + e.getLocation().getLineNr() + ": no JSON: " + e.getOriginalMessage());
    }
  }

  private static List<String> lines(Path path) throws MalformedSeriesException {
    try {
      return Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      throw new MalformedSeriesException(path + ": no such file");
    } catch (IOException e) {
      throw new MalformedSeriesException(path + ": cannot be read as text: " + e.getMessage());
    }
  }
}
