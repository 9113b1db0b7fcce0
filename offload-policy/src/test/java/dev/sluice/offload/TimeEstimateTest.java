package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimeEstimateTest {
  private static final long MS = Requests.MS;
  private static final long SECOND = 1_000 * MS;

  private final TimeEstimate estimate = new TimeEstimate(10.0 * MS);

  @Test
  void isItsPriorUntilMeasured() {
    assertThat(estimate.measured()).isFalse();
    assertThat(estimate.mean(SECOND)).isEqualTo(10.0 * MS);
  }

  @Test
  void convergesOnWhatItMeasures() {
    learn(40, 30 * MS, 0);

    assertThat(estimate.mean(0)).isCloseTo(30.0 * MS, within(1.0 * MS));
    assertThat(estimate.deviation()).isLessThan(1.5 * MS);
  }

  @Test
  void doublesItsDeviationUntilTenSamples() {
    learn(9, 20 * MS, 0);
    double doubtful = estimate.deviation();
    learn(1, 20 * MS, 0);

    assertThat(estimate.deviation()).isLessThan(0.6 * doubtful);
  }

  @Test
  void aRareSampleCountsForMore() {
    learn(40, 50 * MS, 0);
    estimate.learnAfter(0, 20 * MS, 0);
    assertThat(estimate.mean(0)).isCloseTo(50.0 * MS - 30.0 * MS / 16, within(1.0 * MS));

    estimate.learnAfter(10.0 * SECOND, 20 * MS, 10 * SECOND);
    assertThat(estimate.mean(10 * SECOND)).isBetween(33.0 * MS, 36.0 * MS);
  }

  @Test
  void anUpperBoundShortensItAtOnceAndNeverLengthensIt() {
    learn(40, 50 * MS, 0);
    estimate.shorten(20.0 * MS, 0);
    assertThat(estimate.mean(0)).isEqualTo(20.0 * MS);
    assertThat(estimate.deviation()).isLessThanOrEqualTo(10.0 * MS);

    estimate.shorten(30.0 * MS, 0);
    assertThat(estimate.mean(0)).isEqualTo(20.0 * MS);
  }

  @Test
  void oneStallMovesItByLessThanATwentiethOfTheStall() {
    learn(40, 10 * MS, 0);
    learn(1, 5_000 * MS, 0);

    assertThat(estimate.mean(0)).isLessThan(13.0 * MS);
  }

  @Test
  void aLastingSlowdownGetsThroughTheClipping() {
    learn(40, 10 * MS, 0);
    learn(60, 100 * MS, 0);

    assertThat(estimate.mean(0)).isGreaterThan(90.0 * MS);
  }

  @Test
  void fadesBackToItsPriorWhenUnobserved() {
    learn(40, 500 * MS, 0);

    assertThat(estimate.mean(10 * SECOND)).isGreaterThan(400.0 * MS);
    assertThat(estimate.mean(40 * SECOND)).isLessThan(260.0 * MS);
    assertThat(estimate.mean(3_000 * SECOND)).isLessThan(16.0 * MS);
  }

  @Test
  void doesNotFadeUpwards() {
    learn(40, 2 * MS, 0);

    assertThat(estimate.mean(3_000 * SECOND)).isLessThan(3.0 * MS);
  }

  private void learn(int times, long nanos, long nowNanos) {
    for (int i = 0; i < times; i++) {
      estimate.learn(nanos, nowNanos);
    }
  }
}
