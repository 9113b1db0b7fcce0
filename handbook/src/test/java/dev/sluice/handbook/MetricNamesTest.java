package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rate(a_total[5m]) > 0; a_total",
        "sum by (lane) (a{lane=\"x\", b!=\"c\"}) / b_x; a,b_x",
        "histogram_quantile(0.95, sum(rate(s_bucket[5m])) by (le, model)); s_bucket",
        "a and on (instance) b == 1 unless c offset 5m; a,b,c",
        "increase(x_total{reason=~\"a|b\"}[$__rate_interval]) * 1e3; x_total",
        "up{job=\"sluice\"} == bool 0; up"
      })
  void findsTheMetricsOfAnExpression(String expression, String names) {
    assertThat(MetricNames.ofExpression(expression)).containsExactly(names.split(","));
  }

  @Test
  void findsTheMetricsOfAScrape() {
    assertThat(MetricNames.ofScrape("# HELP a b\na{x=\"1\"} 2.0\nb_total 3\n"))
        .containsExactly("a", "b_total");
  }
}
