package dev.sluice.lab;

import dev.sluice.offload.lab.Arrival;
import dev.sluice.offload.lab.Uplink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recorded traces, each in the format of its publisher. A file that is not there is absent; one
 * that cannot be read is an error that names its line.
 *
 * @param folder that names of traces are relative to; absent when the user has none
 */
record TraceFolder(Optional<Path> folder) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSS");
  private static final double SCALE_MIN = 0.1;
  private static final double SCALE_MAX = 4;

  /** A line's place and what is wrong with it. */
  private static IOException fault(Path file, int line, String what) {
    return new IOException(file + ":" + (line + 1) + ": " + what);
  }

  private Optional<Path> find(String name) {
    return folder.map(base -> base.resolve(name)).filter(Files::isRegularFile);
  }

  /** Milliseconds of 1500-byte opportunities, a line each. */
  Optional<Uplink> mahimahi(String name, double scale) throws IOException {
    Optional<Path> file = find(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> stamps = new ArrayList<>();
    List<String> lines = Files.readAllLines(file.get());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        stamps.add((int) (number(file.get(), i, lines.get(i)) / scale));
      }
    }
    return Optional.of(new Uplink.Opportunities(stamps));
  }

  /** Lines of seconds and megabits per second; it repeats a second after its last line. */
  Optional<Uplink> secondsMbps(String name, double scale) throws IOException {
    Optional<Path> file = find(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    List<Uplink.Point> points = new ArrayList<>();
    List<String> lines = Files.readAllLines(file.get());
    double last = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] fields = lines.get(i).strip().split("\\s+", -1);
      if (fields.length != 2) {
        throw fault(file.get(), i, "expected 'seconds mbps', found '" + lines.get(i) + "'");
      }
      last = number(file.get(), i, fields[0]);
      points.add(new Uplink.Point(seconds(last), number(file.get(), i, fields[1]) * scale));
    }
    return Optional.of(new Uplink.Shape(points, seconds(last + 1)));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static double number(Path file, int line, String text) throws IOException {
    try {
      double value = Double.parseDouble(text.strip());
      if (value >= 0 && value < 1e9) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the one line that says what was expected
    }
    throw fault(file, line, "expected a number of 0 or more, found '" + text.strip() + "'");
  }

  /**
   * The Azure LLM inference traces: a time stamp, tokens read, tokens written. A message's scale is
   * its tokens written beside their mean.
   */
  Optional<List<Arrival>> llm(String name, Duration skip, double speed) throws IOException {
    Optional<Path> file = find(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file.get());
    List<LocalDateTime> times = new ArrayList<>();
    List<Double> tokens = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(",", -1);
      if (fields.length != 3) {
        throw fault(file.get(), i, "expected TIMESTAMP,ContextTokens,GeneratedTokens");
      }
      times.add(time(file.get(), i, fields[0]));
      tokens.add(number(file.get(), i, fields[2]));
    }
    return Optional.of(arrivals(times, tokens, skip, speed));
  }

  private static LocalDateTime time(Path file, int line, String text) throws IOException {
    try {
      return LocalDateTime.parse(text.strip(), STAMP);
    } catch (DateTimeParseException e) {
      throw fault(
          file, line, "expected a time such as 2023-11-16 18:15:46.6805900, found '" + text + "'");
    }
  }

  private static List<Arrival> arrivals(
      List<LocalDateTime> times, List<Double> tokens, Duration skip, double speed) {
    double mean = tokens.stream().mapToDouble(each -> each).average().orElse(1);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      Duration at = Duration.between(times.get(0), times.get(i)).minus(skip);
      if (!at.isNegative()) {
        double scale = Math.max(SCALE_MIN, Math.min(SCALE_MAX, tokens.get(i) / mean));
        arrivals.add(new Arrival((long) (at.toNanos() / speed), scale));
      }
    }
    return arrivals;
  }
}
