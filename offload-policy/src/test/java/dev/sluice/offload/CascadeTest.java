package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CascadeTest {
  private final Cascade cascade =
      new Cascade(Policies.named("priced"), new Cascade.Terms(0.05, 0.4, "anomaly"));

  private static final float[] NOTHING = {};

  @Test
  void whatNobodyHasChecked() {
    assertThat(cascade.secondOpinion("normal", 0.99, NOTHING)).isPresent();
  }

  @Test
  void aLabelThatIsAlwaysConfirmedNeedsNoSecondOpinion() {
    for (int i = 0; i < 3_000; i++) {
      cascade.learn("normal", 0.8, false);
    }
    assertThat(cascade.secondOpinion("normal", 0.8, NOTHING)).isEmpty();
    assertThat(cascade.secondOpinion("normal", 0.6, NOTHING)).as("another bin").isPresent();
  }

  @Test
  void aMissedAnomalyWeighsMoreThanAFalseAlarm() {
    for (int i = 0; i < 3_000; i++) {
      cascade.learn("normal", 0.8, i % 5 == 0);
      cascade.learn("anomaly", 0.8, i % 5 == 0);
    }
    assertThat(cascade.secondOpinion("normal", 0.8, NOTHING)).isPresent();
    assertThat(cascade.secondOpinion("anomaly", 0.8, NOTHING)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theGainApproachesTheShareOfChangedAnswersFromAbove(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ConfidenceBins bins = new ConfidenceBins();
    for (int i = 0; i < 5_000; i++) {
      bins.learn(0.75, random.nextDouble() < 0.3);
    }
    assertThat(bins.gain(0.75)).as("seed %d", seed).isBetween(0.25, 0.4);
  }

  @Test
  void theBinsCoverAllConfidences() {
    ConfidenceBins bins = new ConfidenceBins();
    for (double confidence = 0.5; confidence <= 1; confidence += 0.025) {
      bins.learn(Math.min(1, confidence), false);
    }
    for (double confidence : new double[] {0, 0.5, 0.74, 0.9999, 1}) {
      assertThat(bins.gain(confidence)).isFinite();
    }
  }

  @Test
  void whatChangesIsNoticedBecauseTheOldCountsLess() {
    ConfidenceBins bins = new ConfidenceBins();
    for (int i = 0; i < 10_000; i++) {
      bins.learn(0.9, false);
    }
    double before = bins.gain(0.9);
    for (int i = 0; i < 1_500; i++) {
      bins.learn(0.9, true);
    }
    assertThat(before).isLessThan(0.05);
    assertThat(bins.gain(0.9)).isGreaterThan(0.7);
  }

  /** Three values that vary a little, then one that is so much higher. */
  private static float[] values(double step) {
    return new float[] {-1, 0, 1, (float) step};
  }

  private static Cascade moved(double from) {
    Cascade.Moved rule = new Cascade.Moved(from, 1);
    return new Cascade(
        Policies.named("fastest"), new Cascade.Terms(0, 0, "anomaly", Optional.of(rule)));
  }

  @Test
  void byWhatTheSignalDoesConfidenceDoesNotMatter() {
    double shift = Shift.of(values(2), 1);

    assertThat(moved(shift * 0.99).secondOpinion("normal", 0.99, values(2))).isPresent();
    assertThat(moved(shift * 1.01).secondOpinion("anomaly", 0.5, values(2))).isEmpty();
    assertThat(moved(shift).secondOpinion("normal", 0.5, NOTHING)).isEmpty();
  }

  /** The larger the shift, the dearer an uplink may be. */
  @Test
  void aScarceUplinkIsForTheLargestShifts() {
    FakeState state = new FakeState();
    state.uplinkPrice = 0.6;

    assertThat(asked(moved(1), 1, state)).isEqualTo(Action.SHED);
    assertThat(asked(moved(0.5), 2, state)).isEqualTo(Action.CLOUD);
  }

  private static Action asked(Cascade cascade, double step, FakeState state) {
    Decision decision = new Decision();
    decision.predict(Decision.UNKNOWN, 0, 1, 1);
    PlacementRequest request = Requests.withoutModel(1, 1_000 * Requests.MS);
    state.localOpen = false;
    cascade
        .secondOpinion("normal", 0.9, values(step))
        .orElseThrow()
        .decide(request, state, 0, decision);
    return decision.action();
  }
}
