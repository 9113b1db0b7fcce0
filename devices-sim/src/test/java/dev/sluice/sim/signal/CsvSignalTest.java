package dev.sluice.sim.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.sim.signal.LabelWindows.Window;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvSignalTest {
  private static final int FRAME = 4;

  @Test
  void givesConsecutiveFramesAndBeginsAnewAtTheEnd() throws Exception {
    CsvSignal signal = new CsvSignal(series(10), Optional.empty(), FRAME, 0);
    assertThat(values(signal)).containsExactly(0, 1, 2, 3);
    assertThat(values(signal)).containsExactly(4, 5, 6, 7);
    assertThat(values(signal)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void joinsTheSeriesWhereTold() throws Exception {
    assertThat(values(new CsvSignal(series(10), Optional.empty(), FRAME, 3)))
        .containsExactly(3, 4, 5, 6);
    assertThat(values(new CsvSignal(series(10), Optional.empty(), FRAME, 9)))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void knowsNoTruthWithoutLabels() throws Exception {
    CsvSignal signal = new CsvSignal(series(10), Optional.empty(), FRAME, 0);
    assertThat(signal.next().orElseThrow().anomalous()).isEmpty();
  }

  @Test
  void callsAFrameAnomalousFromAQuarterOfItsRowsOn() throws Exception {
    CsvSignal signal = new CsvSignal(series(16), labels(new Window(7_000, 8_000)), 8, 0);
    assertThat(signal.next().orElseThrow().anomalous()).hasValue(false);
    CsvSignal later = new CsvSignal(series(16), labels(new Window(7_000, 8_000)), 8, 1);
    assertThat(later.next().orElseThrow().anomalous()).hasValue(true);
  }

  @Test
  void countsTheRowsOfAllWindows() throws Exception {
    CsvSignal signal =
        new CsvSignal(series(8), labels(new Window(0, 0), new Window(7_000, 9_000)), 8, 0);
    assertThat(signal.next().orElseThrow().anomalous()).hasValue(true);
  }

  @Test
  void refusesFramesLongerThanTheSeries() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CsvSignal(series(3), Optional.empty(), FRAME, 0));
  }

  private static Optional<LabelWindows> labels(Window... windows) {
    return Optional.of(new LabelWindows(List.of(windows)));
  }

  /** Row i is at second i and has value i. */
  private static CsvSeries series(int rows) throws MalformedSeriesException {
    return CsvSeries.parse("s", IntStream.range(0, rows).mapToObj(i -> i + "," + i).toList());
  }

  private static float[] values(CsvSignal signal) {
    return signal.next().orElseThrow().values();
  }
}
