package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealSeriesTest {
  @TempDir Path folder;

  private RealSeries minutes(int count, String spans) throws Exception {
    var csv = new StringBuilder("timestamp,value\n");
    for (int i = 0; i < count; i++) {
      csv.append(String.format(Locale.ROOT, "2014-04-01 %02d:%02d:00,%d.5\n", i / 60, i % 60, i));
    }
    Files.writeString(folder.resolve("pump.csv"), csv);
    Files.writeString(folder.resolve("anomaly-windows.json"), "{\"pump.csv\": " + spans + "}");
    return RealSeries.folder(folder).get(0);
  }

  @Test
  void aFrameIsAnomalousWhenItTouchesALabelledSpan() throws Exception {
    RealSeries series =
        minutes(300, "[[\"2014-04-01 02:07:00.000000\", \"2014-04-01 02:08:00.000000\"]]");
    assertThat(series.examples(64))
        .extracting(Example::anomalous)
        .containsExactly(false, true, true, false);
  }

  @Test
  void framesFollowEachOtherAndTheIncompleteLastIsLeftOut() throws Exception {
    List<Example> examples = minutes(130, "[]").examples(96);
    assertThat(examples).hasSize(2);
    assertThat(examples.get(0).window()).startsWith(0.5f, 0.5f).endsWith(63.5f);
    assertThat(examples.get(1).window()).startsWith(32.5f).endsWith(127.5f);
  }

  @Test
  void aFolderWithoutLabelsIsRefused() {
    assertThatThrownBy(() -> RealSeries.folder(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("anomaly-windows.json")
                + ": no such file; it must list the labelled series");
  }

  @Test
  void aFaultIsNamedWithItsPlace() throws Exception {
    assertThatThrownBy(() -> minutes(3, "[[\"yesterday\"]]"))
        .hasMessage(
            folder.resolve("anomaly-windows.json") + ": two timestamps are expected for pump.csv");
    assertThatThrownBy(() -> minutes(3, "[["))
        .hasMessageEndingWith("not a JSON object of label windows by file name");
    minutes(3, "[]");
    Files.writeString(folder.resolve("pump.csv"), "timestamp,value\n2014-04-01 00:00:00,1\nx,2\n");
    assertThatThrownBy(() -> RealSeries.folder(folder))
        .hasMessage(folder.resolve("pump.csv") + ":3: 'timestamp,value' is expected");
    Files.delete(folder.resolve("pump.csv"));
    assertThatThrownBy(() -> RealSeries.folder(folder))
        .hasMessage(
            folder.resolve("pump.csv") + ": no such file, though anomaly-windows.json names it");
  }

  @Test
  void readsTheNumentaSeries() throws Exception {
    Path sensors = Path.of(System.getProperty("sluice.data"), "sensors");
    assumeTrue(
        Files.isDirectory(sensors), "no recorded series in " + sensors + "; set -Dsluice.data=DIR");
    List<RealSeries> series = RealSeries.folder(sensors);
    assertThat(series).hasSizeGreaterThanOrEqualTo(5);
    assertThat(series).allSatisfy(s -> assertThat(s.examples(256)).hasSize(s.values().length / 64));
    assertThat(series).anyMatch(s -> s.examples(64).stream().anyMatch(Example::anomalous));
  }
}
