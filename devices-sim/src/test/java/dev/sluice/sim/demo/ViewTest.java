package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {
  private static final Progress TOTAL =
      new Progress(12, 960, 959, 950, Map.of("edge", 500L), 21.54, 240.4);
  private static final Progress LATELY =
      new Progress(1, 80, 80, 80, Map.of("edge", 36L, "cloud", 32L, "fallback", 12L), 21.54, 240.4);
  private static final EdgeReading EDGE = new EdgeReading("up", 4, 3, 2, 1, 31.5);

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private static Moment moment(Optional<EdgeReading> edge) {
    return new Moment(Duration.ofMillis(12_080), Phase.BEFORE, TOTAL, LATELY, edge);
  }

  @Test
  void printsALinePerMoment() {
    new LineView(out).show(moment(Optional.of(EDGE)));
    assertThat(text.toString().lines())
        .containsExactly(
            " time  phase        msg/s   edge  cloud  fallb     p50     p99  backlog  link",
            "  12s  uplink up       80    45%    40%    15%    22ms   240ms       10  up");
  }

  @Test
  void aBusyEdgeNodeLeavesAGap() {
    new LineView(out).show(moment(Optional.empty()));
    assertThat(text.toString()).endsWith("        -  -" + System.lineSeparator());
  }

  @Test
  void repeatsTheHeading() {
    LineView view = new LineView(out);
    for (int i = 0; i < 21; i++) {
      view.show(moment(Optional.empty()));
    }
    assertThat(text.toString().lines().filter(line -> line.startsWith(" time"))).hasSize(2);
  }

  @Test
  void redrawsTheTableInPlace() {
    LiveTable table = new LiveTable(out);
    table.show(moment(Optional.of(EDGE)));
    int rows = (int) text.toString().lines().count();
    assertThat(text.toString())
        .doesNotContain("\033")
        .contains("edge       █████████░░░░░░░░░░░  45%")
        .contains("outbox 3   deferred 2   on the wire 1   link up   rtt 32 ms");
    table.show(moment(Optional.empty()));
    assertThat(text.toString()).contains("\033[" + rows + "A\033[J");
  }

  @Test
  void drawsOnBelowANote() {
    LiveTable table = new LiveTable(out);
    table.show(moment(Optional.of(EDGE)));
    table.note("-- the uplink is cut --");
    table.show(moment(Optional.of(EDGE)));
    assertThat(text.toString()).doesNotContain("\033");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.024, 0", "0.5, 10", "1, 20", "1.7, 20", "-0.1, 0"})
  void barsStayWithinTheirCells(double share, int full) {
    assertThat(LiveTable.bar(share)).isEqualTo("█".repeat(full) + "░".repeat(20 - full));
  }
}
