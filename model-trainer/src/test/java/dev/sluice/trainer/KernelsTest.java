package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private static final Recipe RECIPE = new Recipe("small", 2, List.of(1, 3), 4, 4, 1, 1, 1);

  private final List<Example> examples =
      Example.machines(new Example.Seeds(1, 3), 5, RECIPE.window());
  private final Kernels kernels = Kernels.draw(RECIPE, new SplittableRandom(7), examples);

  @Test
  void normalisingForgetsUnitAndZero() {
    float[] window = examples.get(4).window();
    float[] other = new float[window.length];
    for (int i = 0; i < other.length; i++) {
      other[i] = 1_000 * window[i] - 50;
    }
    float[] normalized = Kernels.normalized(window);
    assertThat(mean(normalized)).isCloseTo(0, within(1e-4));
    assertThat(Kernels.normalized(other)).containsExactly(normalized, within(1e-3f));
  }

  @Test
  void aConstantWindowIsZero() {
    float[] constant = new float[RECIPE.window()];
    Arrays.fill(constant, 1e6f);
    assertThat(Kernels.normalized(constant)).containsOnly(0);
  }

  @Test
  void everyOtherKernelSumsToZero() {
    assertThat(sum(kernels.weights(0)[0])).isCloseTo(0, within(1e-5));
    assertThat(Math.abs(sum(kernels.weights(0)[1]))).isGreaterThan(1e-3);
  }

  /** A slow transcription of the definition for one feature of each kind. */
  @Test
  void featuresAreMaximumAndShareOfFrames() {
    float[] x = Kernels.normalized(examples.get(4).window());
    float[] features = kernels.features(x);
    int group = 1;
    int kernel = 2;
    double newestMax = Double.NEGATIVE_INFINITY;
    double olderMax = Double.NEGATIVE_INFINITY;
    double newestShare = 0;
    for (int t = 0; t < x.length; t++) {
      double out = kernels.biases(group)[kernel];
      for (int tap = 0; tap < Kernels.TAPS; tap++) {
        int at = t - (Kernels.TAPS - 1 - tap) * RECIPE.dilations().get(group);
        out += at < 0 ? 0 : kernels.weights(group)[kernel][tap] * x[at];
      }
      if (t < Recipe.FRAME) {
        olderMax = Math.max(olderMax, out);
      } else {
        newestMax = Math.max(newestMax, out);
        newestShare += out > 0 ? 1.0 / Recipe.FRAME : 0;
      }
    }
    int max = (group * 2 * 4 + kernel) * 2;
    int share = (group * 2 * 4 + 4 + kernel) * 2;
    assertThat(features).hasSize(RECIPE.features());
    assertThat((double) features[max]).isCloseTo(newestMax, within(1e-4));
    assertThat((double) features[max + 1]).isCloseTo(Math.abs(olderMax - newestMax), within(1e-4));
    assertThat((double) features[share]).isCloseTo(newestShare, within(1e-4));
  }

  @Test
  void biasesLeaveNoKernelDeadOnItsExamples() {
    int alive = 0;
    for (int kernel = 0; kernel < 4; kernel++) {
      int share = (4 + kernel) * 2;
      boolean some = false;
      for (Example example : examples) {
        float value = kernels.features(Kernels.normalized(example.window()))[share];
        some |= value > 0 && value < 1;
      }
      alive += some ? 1 : 0;
    }
    assertThat(alive).isEqualTo(4);
  }

  @Test
  void theSameSeedDrawsTheSameKernels() {
    Kernels again = Kernels.draw(RECIPE, new SplittableRandom(7), examples);
    Kernels other = Kernels.draw(RECIPE, new SplittableRandom(8), examples);
    float[] x = Kernels.normalized(examples.get(4).window());
    assertThat(again.features(x)).containsExactly(kernels.features(x));
    assertThat(other.features(x)).isNotEqualTo(kernels.features(x));
  }

  @Test
  void examplesCarryTheTruthOfTheirNewestFrame() {
    List<Example> many = Example.machines(new Example.Seeds(1, 2), 60, RECIPE.window());
    assertThat(many).hasSize(120).anyMatch(Example::anomalous).anyMatch(e -> !e.anomalous());
    assertThat(many).allSatisfy(e -> assertThat(e.kind().isPresent()).isEqualTo(e.anomalous()));
    assertThat(many.get(0).kind()).isEqualTo(Optional.empty());
  }

  private static double mean(float[] values) {
    return sum(values) / values.length;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
