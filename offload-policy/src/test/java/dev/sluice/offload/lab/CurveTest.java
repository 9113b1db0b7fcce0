package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {
  private static final long MS = 1_000_000;

  private final Curve curve = new Curve(new double[] {10, 0, 0, 20});

  @Test
  void addsUpWithinAndAcrossSteps() {
    assertThat(curve.at(0)).isZero();
    assertThat(curve.at(MS / 2)).isEqualTo(5);
    assertThat(curve.at(2 * MS)).isEqualTo(10);
    assertThat(curve.at(100 * MS)).isEqualTo(30);
  }

  @Test
  void waitsWhereNothingIsCarried() {
    assertThat(curve.after(MS / 2, 10)).isEqualTo(3 * MS + MS / 4);
  }

  @Test
  void neverEndsWhatIsMoreThanAllThatIsLeft() {
    assertThat(curve.after(0, 31)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void carriesTheAmountThatWasAskedFor(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] steps = new double[200];
    java.util.Arrays.setAll(steps, i -> random.nextInt(3) == 0 ? 0 : random.nextDouble() * 1_000);
    Curve random200 = new Curve(steps);
    for (int i = 0; i < 1_000; i++) {
      long from = random.nextLong(150 * MS);
      double amount = random.nextDouble() * 5_000;
      long end = random200.after(from, amount);
      if (end != Long.MAX_VALUE) {
        assertThat(random200.at(end) - random200.at(from))
            .as("seed " + seed)
            .isCloseTo(amount, org.assertj.core.data.Offset.offset(0.01));
      }
    }
  }
}
