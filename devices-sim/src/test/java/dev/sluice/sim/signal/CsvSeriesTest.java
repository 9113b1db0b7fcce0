package dev.sluice.sim.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvSeriesTest {
  @Test
  void readsRowsWithHeaderAndWithout() throws Exception {
    CsvSeries with = parse("timestamp,value", "2014-04-01 00:00:00,1.5", "2014-04-01 00:05:00,2");
    CsvSeries without = parse("2014-04-01 00:00:00,1.5", "", "2014-04-01 00:05:00,2,extra");
    for (CsvSeries series : List.of(with, without)) {
      assertThat(series.rows()).isEqualTo(2);
      assertThat(series.values(0, 2)).containsExactly(1.5f, 2f);
      assertThat(series.millis(1) - series.millis(0)).isEqualTo(300_000);
    }
  }

  @Test
  void keepsTheOrderOfTheFileWhereAClockWasSetBack() throws Exception {
    CsvSeries series = parse("0,1", "3600,2", "0,3", "3600,4");
    assertThat(series.values(0, 4)).containsExactly(1, 2, 3, 4);
    assertThat(series.intervalMillis()).isEqualTo(3_600_000);
  }

  @Test
  void knowsTheUsualIntervalDespiteAGap() throws Exception {
    assertThat(parse("0,1", "10,1", "20,1", "500,1", "510,1").intervalMillis()).isEqualTo(10_000);
    assertThat(parse("0,1").intervalMillis()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,1;x,2 | f.csv:2: no timestamp: 'x', expected e.g. 2014-04-01 00:05:00 or epoch seconds",
        "t,v;0,1;10,abc | f.csv:3: no finite number: 'abc'",
        "0,NaN | f.csv:1: no finite number: 'NaN'",
        "0,1;10 | f.csv:2: expected timestamp,value, found one column",
        "t,v | f.csv: no rows: expected timestamp,value lines",
      })
  void saysWhereAndWhatIsWrong(String lines, String message) {
    assertThatThrownBy(() -> parse(lines.split(";")))
        .isInstanceOf(MalformedSeriesException.class)
        .hasMessage(message);
  }

  private static CsvSeries parse(String... lines) throws MalformedSeriesException {
    return CsvSeries.parse("f.csv", List.of(lines));
  }
}
