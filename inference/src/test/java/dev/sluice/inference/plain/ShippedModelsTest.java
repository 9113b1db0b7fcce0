package dev.sluice.inference.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.inference.Prediction;
import dev.sluice.inference.WarmUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models that ship, in both runtimes. */
class ShippedModelsTest {
  private static final Path MODELS = Path.of(System.getProperty("sluice.root"), "config", "models");

  /**
   * Of a score. The models count how often a convolution is above 0, and a sum that rounds to the
   * other side of it moves the score by a step.
   */
  private static final float TOLERANCE = 5e-4f;

  /**
   * What sensors and cameras send: waves, steps, ramps and peaks in any unit, never without noise.
   */
  private static float[] input(SplittableRandom random, int length) {
    double scale = Math.pow(10, random.nextInt(-2, 4));
    return values(random, length, scale, 3 * scale, random.nextDouble(0.05, 1));
  }

  private static float[] values(
      SplittableRandom random, int length, double scale, double offset, double noise) {
    double wave = random.nextDouble(0.01, 1.5);
    int step = random.nextInt(2 * length);
    int kind = random.nextInt(5);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      double signal =
          switch (kind) {
            case 0 -> 0;
            case 1 -> Math.sin(wave * i);
            case 2 -> i < step ? 0 : 1;
            case 3 -> (double) i / length;
            default -> Math.sin(wave * i) + (i == step ? 8 : 0);
          };
      values[i] = (float) (offset + scale * (signal + noise * random.nextDouble(-1, 1)));
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "vibration-light, 2000",
    "vibration-heavy, 150",
    "surface-light, 500",
    "surface-medium, 20",
    "surface-heavy, 4"
  })
  void answersAreThoseOfOnnxRuntime(String name, int inputs) throws Exception {
    Apart apart = compare(name, inputs, ShippedModelsTest::input);
    System.out.printf("java beside native model=%s inputs=%d %s%n", name, inputs, apart);
    assertThat(apart.worst()).as("%s, seed %d", name, apart.seed()).isLessThan(TOLERANCE);
  }

  /**
   * Without noise, far from 0: what is left when the mean is taken away is rounding, and steps and
   * ramps put whole rows of a convolution on the edge together. Scores differ by more there; labels
   * hardly ever.
   */
  @ParameterizedTest
  @CsvSource({"vibration-light, 2000", "vibration-heavy, 100", "surface-light, 300"})
  void labelsWithoutNoiseAreNearlyAlwaysTheSame(String name, int inputs) throws Exception {
    Apart apart = compare(name, inputs, (random, length) -> values(random, length, 1, 100, 0));
    System.out.printf("java beside native, clean model=%s inputs=%d %s%n", name, inputs, apart);
    assertThat(apart.otherLabels()).isLessThanOrEqualTo(inputs / 50);
    assertThat(apart.worst()).isLessThan(0.1f);
  }

  /**
   * @param worst difference of a score, and the seed that made it
   */
  private record Apart(float worst, int seed, int otherLabels) {}

  private static Apart compare(
      String name, int inputs, BiFunction<SplittableRandom, Integer, float[]> input)
      throws Exception {
    ModelManifest manifest = ModelManifest.read(MODELS.resolve(name + ".model.yaml"));
    Apart apart = new Apart(0, 0, 0);
    try (OnnxRuntime runtime = new OnnxRuntime();
        Model theirs = runtime.load(manifest);
        Model ours = new PlainRuntime(Limits.NONE).load(manifest)) {
      for (int seed = 0; seed < inputs; seed++) {
        float[] x = input.apply(new SplittableRandom(seed), manifest.input().window());
        Prediction wanted = theirs.infer(x);
        Prediction got = ours.infer(x);
        float distance = Math.abs(wanted.score() - got.score());
        boolean worse = distance > apart.worst();
        apart =
            new Apart(
                worse ? distance : apart.worst(),
                worse ? seed : apart.seed(),
                apart.otherLabels() + (wanted.label().equals(got.label()) ? 0 : 1));
      }
    }
    return apart;
  }

  /** Told beside each other, not judged: how busy the machine is decides as well. */
  @ParameterizedTest
  @CsvSource({"vibration-light", "vibration-heavy", "surface-light", "surface-medium"})
  void bothRuntimesAreTimed(String name) throws Exception {
    ModelManifest manifest = ModelManifest.read(MODELS.resolve(name + ".model.yaml"));
    try (OnnxRuntime runtime = new OnnxRuntime();
        Model theirs = runtime.load(manifest);
        Model ours = new PlainRuntime(Limits.NONE).load(manifest)) {
      Duration nativeTime = WarmUp.median(theirs, 200);
      Duration javaTime = WarmUp.median(ours, 200);
      System.out.printf(
          "time model=%s native=%.3fms java=%.3fms%n",
          name, nativeTime.toNanos() / 1e6, javaTime.toNanos() / 1e6);
      assertThat(javaTime).isPositive();
    }
  }
}
