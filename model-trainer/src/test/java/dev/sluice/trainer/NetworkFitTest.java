package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFitTest {
  /** No line separates them: only a hidden layer does. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void learnsWhatNoLinearModelCan(long seed) {
    var random = new SplittableRandom(seed);
    float[][] rows = points(random, 2_000);
    boolean[] labels = exclusiveOr(rows);
    Network network = NetworkFit.fit(copy(rows), labels, 16, 60, random);
    float[][] fresh = points(random, 1_000);
    boolean[] truth = exclusiveOr(fresh);
    int right = 0;
    for (int i = 0; i < fresh.length; i++) {
      right += network.logOdds(fresh[i]) > 0 == truth[i] ? 1 : 0;
    }
    assertThat(right).as("right of 1000, seed %d", seed).isGreaterThan(900);
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    float[][] rows = points(new SplittableRandom(1), 200);
    boolean[] labels = exclusiveOr(rows);
    Network one = NetworkFit.fit(copy(rows), labels, 4, 3, new SplittableRandom(9));
    Network other = NetworkFit.fit(copy(rows), labels, 4, 3, new SplittableRandom(9));
    assertThat(other.weights()).containsExactly(one.weights());
    assertThat(other.outBias()).isEqualTo(one.outBias());
  }

  @Test
  void foldingTheStandardisationChangesNoAnswer() {
    float[][] rows = {{100, 1}, {300, 2}, {200, 6}};
    Standardization standard = Standardization.of(rows);
    var network =
        new Network(new float[] {1, 2, -3, 4}, new float[] {0.5f, 1}, new float[] {1, -2}, 3);
    Network folded = standard.fold(network);
    for (float[] row : rows) {
      float[] standardised = row.clone();
      standard.applyTo(standardised);
      assertThat(folded.logOdds(row)).isCloseTo(network.logOdds(standardised), within(1e-3));
    }
  }

  @Test
  void standardisedFeaturesHaveMeanZeroAndDeviationOne() {
    float[][] rows = points(new SplittableRandom(4), 500);
    Standardization standard = Standardization.of(rows);
    double mean = 0;
    double square = 0;
    for (float[] row : rows) {
      standard.applyTo(row);
      mean += row[1] / 500;
      square += row[1] * row[1] / 500;
    }
    assertThat(mean).isCloseTo(0, within(1e-4));
    assertThat(square).isCloseTo(1, within(0.01));
  }

  @Test
  void adamFindsTheBottomOfABowl() {
    float[] at = {5, -3};
    var adam = new Adam(at, 0);
    for (int step = 0; step < 4_000; step++) {
      adam.step(new float[] {2 * (at[0] - 1), 20 * (at[1] - 2)}, 0.01f);
    }
    assertThat(at[0]).isCloseTo(1, within(0.01f));
    assertThat(at[1]).isCloseTo(2, within(0.01f));
  }

  @Test
  void decayShrinksWhatNoGradientHolds() {
    float[] at = {4};
    var adam = new Adam(at, 0.1f);
    for (int step = 0; step < 100; step++) {
      adam.step(new float[] {0}, 0.1f);
    }
    assertThat(at[0]).isBetween(1f, 2f);
  }

  @Test
  void theDotProductTakesTheRemainderToo() {
    float[] one = {1, 2, 3, 4, 5, 6, 7};
    float[] other = {9, 1, 1, 1, 1, 1, 1, 2};
    assertThat(Network.dot(one, other, 1)).isEqualTo(35);
  }

  private static float[][] points(SplittableRandom random, int count) {
    float[][] rows = new float[count][2];
    for (float[] row : rows) {
      row[0] = (float) random.nextDouble(-1, 1);
      row[1] = (float) random.nextDouble(9, 11);
    }
    return rows;
  }

  private static boolean[] exclusiveOr(float[][] rows) {
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = rows[i][0] > 0 ^ rows[i][1] > 10;
    }
    return labels;
  }

  private static float[][] copy(float[][] rows) {
    float[][] copy = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }
}
