package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.sim.signal.CsvSignal;
import dev.sluice.sim.signal.MalformedSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFilesTest {
  @TempDir private Path folder;
  private ReplayFiles files;

  @BeforeEach
  void series() throws IOException {
    files = new ReplayFiles(folder);
    write("s.csv", "timestamp,value\n0,1\n10,2\n20,3\n30,4\n");
  }

  @Test
  void findsLabelsBesideTheSeries() throws Exception {
    write("anomaly-windows.json", "{\"s.csv\": [[\"1970-01-01 00:00:10.000\", 20]]}");
    assertThat(truth(Optional.empty())).hasValue(true);
  }

  @Test
  void takesNamedLabelsInstead() throws Exception {
    write("anomaly-windows.json", "{\"s.csv\": [[10, 20]]}");
    write("mine.json", "{\"s.csv\": []}");
    assertThat(truth(Optional.of("mine.json"))).hasValue(false);
  }

  @Test
  void knowsNoTruthWithoutLabels() throws Exception {
    assertThat(truth(Optional.empty())).isEmpty();
    write("anomaly-windows.json", "{\"other.csv\": [[10, 20]]}");
    assertThat(truth(Optional.empty())).isEmpty();
  }

  @Test
  void readsAFileOnce() throws Exception {
    var first = files.read("s.csv", Optional.empty()).series();
    Files.delete(folder.resolve("s.csv"));
    assertThat(files.read("s.csv", Optional.empty()).series()).isSameAs(first);
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> files.read("nope.csv", Optional.empty()))
        .hasMessage(folder.resolve("nope.csv") + ": no such file");
    assertThatThrownBy(() -> files.read("s.csv", Optional.of("nope.json")))
        .hasMessage(folder.resolve("nope.json") + ": no such file");
  }

  @Test
  void saysWhatIsWrongWithLabels() throws IOException {
    Path labels = write("l.json", "{\"s.csv\": [[20, 10]]}");
    assertThatThrownBy(this::readWithLabels)
        .hasMessage(labels + ": s.csv: [20,10] is no window: expected [\"from\", \"to\"]");
    write("l.json", "{}");
    assertThatThrownBy(this::readWithLabels)
        .hasMessage(labels + ": no list of [from, to] for s.csv");
    write("l.json", "{\n]");
    assertThatThrownBy(this::readWithLabels)
        .isInstanceOf(MalformedSeriesException.class)
        .hasMessageStartingWith(labels + ":2: no JSON: ");
  }

  @Test
  void readsRecordedSeriesOfRealSensors() throws Exception {
    Path sensors = Path.of(System.getProperty("sluice.data", "../../shared/data"), "sensors");
    assumeTrue(Files.isDirectory(sensors), "no recorded series in " + sensors);
    ReplayFiles real = new ReplayFiles(sensors);
    try (Stream<Path> paths = Files.list(sensors)) {
      for (Path path : paths.filter(file -> file.toString().endsWith(".csv")).toList()) {
        Recording recording = real.read(path.getFileName().toString(), Optional.empty());
        assertThat(recording.labels()).as("labels of %s", path).isPresent();
        assertThat(recording.series().rows()).isGreaterThan(2_000);
      }
    }
  }

  private Recording readWithLabels() throws MalformedSeriesException {
    return files.read("s.csv", Optional.of("l.json"));
  }

  private Optional<Boolean> truth(Optional<String> labels) throws MalformedSeriesException {
    Recording recording = files.read("s.csv", labels);
    return new CsvSignal(recording.series(), recording.labels(), 4, 0)
        .next()
        .orElseThrow()
        .anomalous();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
