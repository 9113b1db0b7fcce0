package dev.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.stats.Spread;
import dev.sluice.bench.trial.Metric;
import dev.sluice.bench.trial.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Metric RATE = Metric.MESSAGES_PER_SECOND;
  private static final Metric P50 = Metric.LATENCY_P50_MICROS;
  private final Results results = new Results();

  private void add(String peer, int round, Metric metric, double value) {
    results.add("c", peer, round, new Outcome(Map.of(metric, value), List.of(), List.of()));
  }

  @Test
  void theRatioIsTakenWithinEachRoundFirst() {
    add("a", 1, RATE, 10);
    add("a", 2, RATE, 100);
    add("a", 3, RATE, 30);
    add("b", 1, RATE, 1);
    add("b", 2, RATE, 50);
    add("b", 3, RATE, 10);
    assertThat(results.ratio("c", "a", "b", RATE))
        .as("of the medians it would be 3 too, by pairs it is the median of 10, 2 and 3")
        .contains(new Spread(3, 2, 10, 3));
  }

  @Test
  void whereLessIsBetterTheRatioIsTurnedRound() {
    add("a", 1, P50, 20);
    add("b", 1, P50, 80);
    assertThat(results.ratio("c", "a", "b", P50).map(Spread::median)).contains(4.0);
  }

  @Test
  void aRoundThatOneSideFailedMakesNoPair() {
    add("a", 1, RATE, 10);
    add("a", 2, RATE, 20);
    results.add("c", "b", 1, Outcome.failed("broke"));
    add("b", 2, RATE, 10);
    assertThat(results.ratio("c", "a", "b", RATE)).contains(new Spread(2, 2, 2, 1));
    assertThat(results.breaches("c", "b")).containsExactly("broke");
  }

  @Test
  void figuresOfARoundWithALossCountForNothing() {
    results.add(
        "c", "a", 1, new Outcome(Map.of(RATE, 1e9), List.of("1 lost"), List.of("a remark")));
    assertThat(results.spread("c", "a", RATE)).isEmpty();
    assertThat(results.remarks("c", "a")).containsExactly("a remark");
  }

  @Test
  void whatWasNotMeasuredHasNoFigures() {
    assertThat(results.spread("c", "a", RATE)).isEqualTo(Optional.empty());
    assertThat(results.ratio("c", "a", "b", RATE)).isEmpty();
    assertThat(results.rounds("c", "a")).isEmpty();
  }
}
