package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  private static float[] noise(SplittableRandom random, int length, double last) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      boolean newest = i >= length - Recipe.FRAME;
      values[i] = (float) (20 + random.nextDouble(-1, 1) + (newest ? last : 0));
    }
    return values;
  }

  @Test
  void aLevelThatIsNewScoresHigherTheFurtherItIs() {
    SplittableRandom random = new SplittableRandom(3);
    float[] same = noise(random, 1_024, 0);
    float[] near = noise(random, 1_024, 2);
    float[] far = noise(random, 1_024, 9);

    assertThat(History.WRITTEN.score(same)).isLessThan(0.5f);
    assertThat(History.WRITTEN.score(near)).isBetween(0.6f, 0.85f);
    assertThat(History.WRITTEN.score(far)).isGreaterThan(0.9f);
  }

  @Test
  void theGraphComputesTheSame() throws Exception {
    ModelFiles files = new ModelFiles(folder);
    files.write(History.WRITTEN, 0.62f);
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    try (ModelRuntime runtime = new OnnxRuntime();
        Model model = runtime.load(files.read(History.NAME))) {
      assertThat(model.manifest().output().threshold()).isEqualTo(0.62f);
      for (int i = 0; i < 20; i++) {
        float[] values = noise(random, 1_024, random.nextDouble(-3, 3));
        assertThat(model.infer(values).score())
            .as("seed %d", seed)
            .isCloseTo(History.WRITTEN.score(values), within(1e-4f));
      }
    }
  }
}
