package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  @Test
  void countsEachOfTheFourCases() {
    Confusion confusion =
        Confusion.NONE.and(true, true).and(true, false).and(false, true).and(false, false);
    assertThat(confusion).isEqualTo(new Confusion(1, 1, 1, 1));
  }

  @Test
  void givesTheUsualRatios() {
    var confusion = new Confusion(6, 2, 4, 8);
    assertThat(confusion.precision()).isEqualTo(0.75);
    assertThat(confusion.recall()).isEqualTo(0.6);
    assertThat(confusion.f1()).isEqualTo(12.0 / 18);
    assertThat(confusion.accuracy()).isEqualTo(0.7);
  }

  @Test
  void addsUp() {
    assertThat(new Confusion(1, 2, 3, 4).plus(new Confusion(10, 20, 30, 40)))
        .isEqualTo(new Confusion(11, 22, 33, 44));
  }

  @Test
  void silenceEarnsNothing() {
    var silent = new Confusion(0, 0, 5, 5);
    assertThat(silent.precision()).isZero();
    assertThat(silent.f1()).isZero();
    assertThat(Confusion.NONE.accuracy()).isZero();
  }

  @Test
  void theThresholdLiesInTheMiddleOfTheBestOnes() {
    double[] scores = {0.1, 0.2, 0.605, 0.9};
    assertThat(Threshold.choose(scores, List.of(false, false, true, true))).isEqualTo(0.4f);
  }

  @Test
  void theThresholdAcceptsAnErrorWhereItMust() {
    double[] scores = {0.1, 0.2, 0.3, 0.8, 0.7, 0.9};
    float threshold = Threshold.choose(scores, List.of(false, false, false, false, true, true));
    assertThat(threshold).isBetween(0.3f, 0.7f);
  }
}
