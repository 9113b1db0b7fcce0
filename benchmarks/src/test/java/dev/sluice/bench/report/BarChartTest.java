package dev.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.report.BarChart.Bar;
import dev.sluice.bench.stats.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarChartTest {

  @Test
  void lengthsCompareAsTheFiguresDo() {
    String svg =
        BarChart.svg(
            List.of(new Bar("a", new Spread(50, 25, 100, 3)), new Bar("b", new Spread(5, 5, 5, 1))),
            "msg/s");
    assertThat(svg)
        .contains("width=\"210.0\"", "width=\"21.0\"")
        .as("from the least, a quarter, to the most, all of it")
        .contains("x1=\"195.0\" x2=\"510.0\"");
  }

  @Test
  void isEmptyWithoutFigures() {
    assertThat(BarChart.svg(List.of(), "x")).doesNotContain("<rect");
  }

  @Test
  void figuresAreShortAndLegible() {
    assertThat(Numbers.text(1_234_567.8)).isEqualTo("1,234,568");
    assertThat(Numbers.text(12.345)).isEqualTo("12.3");
    assertThat(Numbers.text(1.239)).isEqualTo("1.24");
    assertThat(Numbers.text(0)).isEqualTo("0.00");
  }
}
