package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  private static final Recipe SMALL = recipe(2);

  private static Recipe recipe(int frames) {
    return new Recipe("small", frames, List.of(1, 2), 6, 4, 3, 40, 3);
  }

  @TempDir Path folder;

  @Test
  void theSameSeedWritesTheSameFiles() throws Exception {
    for (String run : List.of("one", "two")) {
      Detector detector = Training.detector(SMALL, 5, line -> {});
      new ModelFiles(folder.resolve(run)).write(detector, 0.4f);
    }
    for (String file : List.of("small.onnx", "small.model.yaml")) {
      assertThat(folder.resolve("one").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
    }
  }

  @Test
  void anotherSeedWritesAnotherModel() {
    byte[] one = DetectorGraph.bytes(Training.detector(SMALL, 5, line -> {}));
    byte[] other = DetectorGraph.bytes(Training.detector(SMALL, 6, line -> {}));
    assertThat(one).isNotEqualTo(other);
  }

  /** Two implementations of one detector: the graph in ONNX Runtime and plain Java. */
  @ParameterizedTest(name = "{0} frames")
  @ValueSource(ints = {1, 2, 4})
  void theGraphComputesWhatTheDetectorDoes(int frames) throws Exception {
    Detector detector = Training.detector(recipe(frames), 5, line -> {});
    var files = new ModelFiles(folder);
    files.write(detector, 0.5f);
    List<Example> examples = Example.machines(Training.EVALUATION, 2, detector.recipe().window());
    try (ModelRuntime runtime = new OnnxRuntime();
        Model model = runtime.load(files.read("small"))) {
      for (Example example : examples.subList(0, 200)) {
        float expected = detector.score(example.window());
        assertThat(model.infer(example.window()).score()).isCloseTo(expected, within(0.005f));
      }
    }
  }

  @Test
  void theManifestIsReadAsItWasWritten() throws Exception {
    Detector detector = Training.detector(SMALL, 5, line -> {});
    var files = new ModelFiles(folder);
    files.write(detector, 0.37f);
    var manifest = files.read("small");
    assertThat(manifest.version()).isEqualTo("1");
    assertThat(manifest.input().window()).isEqualTo(128);
    assertThat(manifest.output().threshold()).isEqualTo(0.37f);
    assertThat(manifest.output().labels()).containsExactly("normal", "anomaly");
    assertThat(Files.size(manifest.file())).isPositive();
  }

  @Test
  void unitAndSignDoNotMatter() {
    Detector detector = Training.detector(SMALL, 5, line -> {});
    float[] window = Example.machines(Training.EVALUATION, 2, 128).get(1).window();
    float[] other = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      other[i] = -40 * window[i] + 7;
    }
    assertThat(detector.score(other)).isCloseTo(detector.score(window), within(0.005f));
  }

  @Test
  void learnsMoreThanTheMajorityVote() {
    Detector detector = Training.detector(SMALL, 5, line -> {});
    float threshold = Training.threshold(detector);
    List<Example> examples =
        Example.machines(new Example.Seeds(Training.EVALUATION.first(), 40), 20, 128);
    Confusion confusion = Confusion.NONE;
    for (Example example : examples) {
      confusion = confusion.and(detector.score(example.window()) >= threshold, example.anomalous());
    }
    double majority = 1 - (double) confusion.anomalous() / confusion.total();
    assertThat(confusion.accuracy()).isGreaterThan(majority + 0.03);
  }

  @Test
  void reportsEachMember() {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    Training.detector(SMALL, 5, lines::add);
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "small: member 1 of 3 has learned from 800 windows",
            "small: member 2 of 3 has learned from 800 windows",
            "small: member 3 of 3 has learned from 800 windows");
  }
}
