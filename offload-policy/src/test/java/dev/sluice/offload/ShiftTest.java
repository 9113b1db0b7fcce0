package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShiftTest {
  @Test
  void isTheDistanceOfTheMeansInDeviationsOfAll() {
    float[] values = {0, 0, 0, 4};

    // mean 1, deviation sqrt(3)
    assertThat(Shift.of(values, 1)).isCloseTo(4 / Math.sqrt(3), within(1e-9));
  }

  @Test
  void unitsDoNotMatterAndUpIsAsFarAsDown() {
    float[] up = {1, 2, 1, 2, 1, 2, 5, 6};
    float[] down = new float[up.length];
    for (int i = 0; i < up.length; i++) {
      down[i] = 100 - 10 * up[i];
    }

    assertThat(Shift.of(down, 2)).isCloseTo(Shift.of(up, 2), within(1e-6));
  }

  @Test
  void looksNoFurtherBackThanThreeTimesTheNewest() {
    float[] recent = {0, 1, 0, 1, 0, 1, 2, 3};
    float[] more = {90, 80, 0, 1, 0, 1, 0, 1, 2, 3};

    assertThat(Shift.of(more, 2)).isEqualTo(Shift.of(recent, 2));
  }

  @Test
  void whereThereIsNothingToCompareNothingHasMoved() {
    assertThat(Shift.of(new float[] {1, 2}, 2)).isZero();
    assertThat(Shift.of(new float[] {}, 4)).isZero();
    assertThat(Shift.of(new float[] {7, 7, 7, 7}, 1)).isZero();
    assertThat(Shift.of(new float[] {1, 2}, 0)).isZero();
  }
}
