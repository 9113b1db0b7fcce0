package dev.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.trial.Metric;
import dev.sluice.bench.trial.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalsTest {
  private final Results results = new Results();

  private void add(String caseName, String peer, Metric metric, double value) {
    results.add(caseName, peer, 1, new Outcome(Map.of(metric, value), List.of(), List.of()));
  }

  private List<String> verdicts(String caseName) {
    return Goals.verdicts(Sample.cases(caseName, "trie-10"), results).stream()
        .filter(verdict -> verdict.caseName().equals(caseName))
        .map(verdict -> verdict.word() + ": " + verdict.goal())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "fan-in-q0, 5.0, met", "fan-in-q0, 4.9, missed",
    "pairs-q2, 5.0, met", "pairs-q2, 4.9, missed",
    "fan-out-q1, 6.0, met", "fan-out-q1, 5.9, missed",
    "pairs-one-q0, 1.3, met", "pairs-one-q0, 1.2, missed"
  })
  void comparesWithMosquitto(String caseName, double ratio, String word) {
    add(caseName, "sluice", Metric.MESSAGES_PER_SECOND, 1_000 * ratio);
    add(caseName, "mosquitto", Metric.MESSAGES_PER_SECOND, 1_000);
    assertThat(verdicts(caseName).get(0)).startsWith(word + ": ").contains("Mosquitto");
  }

  @ParameterizedTest
  @CsvSource({"125, met", "126, missed", "40, met"})
  void theMedianLatencyMayBeAQuarterLonger(double micros, String word) {
    add("latency-q1", "sluice", Metric.LATENCY_P50_MICROS, micros);
    add("latency-q1", "mosquitto", Metric.LATENCY_P50_MICROS, 100);
    assertThat(verdicts("latency-q1"))
        .containsExactly(word + ": median latency within 1.25 x Mosquitto's");
  }

  @ParameterizedTest
  @CsvSource({"2.0, met", "1.9, missed"})
  void everyThroughputIsTwiceHiveMqs(double ratio, String word) {
    add("pairs-q1-4KB", "sluice", Metric.MESSAGES_PER_SECOND, ratio);
    add("pairs-q1-4KB", "hivemq", Metric.MESSAGES_PER_SECOND, 1);
    assertThat(verdicts("pairs-q1-4KB")).containsExactly(word + ": 2 x HiveMQ CE");
  }

  @ParameterizedTest
  @CsvSource({"90, met", "89.9, missed"})
  void overloadMayCostATenth(double percent, String word) {
    add("overload-in", "sluice", Metric.PERCENT_OF_PEAK, percent);
    assertThat(verdicts("overload-in"))
        .containsExactly(word + ": percent of the peak while twice as much is asked for");
  }

  @ParameterizedTest
  @CsvSource({"2.0, met", "2.1, missed"})
  void aMessageMayCostTwiceAsMuchBesideManySubscriptions(double growth, String word) {
    add("trie-10", "sluice", Metric.CPU_MICROS_PER_MESSAGE, 1);
    add("trie-100000", "sluice", Metric.CPU_MICROS_PER_MESSAGE, growth);
    assertThat(verdicts("trie-100000"))
        .contains(word + ": processor time per message, 100,000 subscriptions over 10");
  }

  @ParameterizedTest
  @CsvSource({"200, met", "201, missed"})
  void idleConnectionsHaveABound(double megabytes, String word) {
    add("idle", "sluice", Metric.CONNECTIONS_MB, megabytes);
    assertThat(verdicts("idle")).containsExactly(word + ": resident MB with all idle connections");
  }

  @Test
  void withoutAPeerNothingIsMet() {
    add("fan-in-q0", "sluice", Metric.MESSAGES_PER_SECOND, 1e9);
    assertThat(verdicts("fan-in-q0"))
        .containsExactly(
            "not measured: pipelined fan-in, 5 x Mosquitto", "not measured: 2 x HiveMQ CE");
  }
}
