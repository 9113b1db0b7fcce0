package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.trainer.Example.Seeds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurfaceTrainingTest {
  private static SurfaceRecipe recipe(int shrink, boolean flipped) {
    return new SurfaceRecipe("small", shrink, 5, 6, 4, 2, flipped, 20, 3);
  }

  @TempDir Path folder;

  @Test
  void theSameSeedWritesTheSameFiles() throws Exception {
    for (String run : List.of("one", "two")) {
      SurfaceDetector detector = SurfaceTraining.detector(recipe(4, true), 5, line -> {});
      new ModelFiles(folder.resolve(run)).write(detector, 0.4f);
    }
    for (String file : List.of("small.onnx", "small.model.yaml")) {
      assertThat(folder.resolve("one").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
    }
    byte[] other = SurfaceGraph.bytes(SurfaceTraining.detector(recipe(4, true), 6, line -> {}));
    assertThat(folder.resolve("one").resolve("small.onnx")).binaryContent().isNotEqualTo(other);
  }

  /** Two implementations of one detector: the graph in ONNX Runtime and plain Java. */
  @ParameterizedTest(name = "shrink {0}, flipped {1}")
  @CsvSource({"1, false", "2, true", "4, true"})
  void theGraphComputesWhatTheDetectorDoes(int shrink, boolean flipped) throws Exception {
    SurfaceDetector detector = SurfaceTraining.detector(recipe(shrink, flipped), 5, line -> {});
    var files = new ModelFiles(folder);
    files.write(detector, 0.5f);
    try (ModelRuntime runtime = new OnnxRuntime();
        Model model = runtime.load(files.read("small"))) {
      for (SurfaceExample example : SurfaceExample.simulated(new Seeds(77, 20), 3)) {
        float score = model.infer(example.features(model)).score();
        // A pixel whose output is almost zero may count as positive in one and not in the other.
        assertThat(score).isCloseTo(detector.score(example.image()), within(0.01f));
      }
    }
  }

  @Test
  void aMirrorImageScoresTheSame() {
    SurfaceDetector detector = SurfaceTraining.detector(recipe(2, true), 5, line -> {});
    float[] image = SurfaceExample.simulated(new Seeds(9, 1), 1).get(0).image();
    float[] mirrored = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      mirrored[i] = image[i / 64 * 64 + 63 - i % 64];
    }
    assertThat(detector.score(mirrored)).isCloseTo(detector.score(image), within(1e-4f));
  }
}
