package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTest {
  @TempDir Path folder;
  private final ModelRuntime runtime = new OnnxRuntime();
  private ModelManifest manifest;

  @BeforeEach
  void writeModel() throws Exception {
    manifest = TinyOnnx.write(folder, 4, 0.2f);
  }

  @Test
  void runsTheModelOnTheLastValues() throws Exception {
    try (Model model = runtime.load(manifest)) {
      Prediction prediction = model.infer(new float[] {100, 100, 0.5f, 0.7f, 0.6f, 0.6f});
      assertThat(prediction.label()).isEqualTo("high");
      assertThat(prediction.score()).isCloseTo(0.6f, within(1e-6f));
    }
  }

  @Test
  void anInferenceLeavesNothingForTheNext() throws Exception {
    try (Model model = runtime.load(manifest)) {
      model.infer(new float[] {1, 1, 1, 1});
      assertThat(model.infer(new float[4]).score()).isZero();
    }
  }

  @Test
  void twoModelsOfOneFileDoNotShareBuffers() throws Exception {
    try (Model one = runtime.load(manifest);
        Model other = runtime.load(manifest)) {
      Prediction first = one.infer(new float[] {1, 1, 1, 1});
      assertThat(other.infer(new float[4]).score()).isZero();
      assertThat(one.infer(new float[] {1, 1, 1, 1})).isEqualTo(first);
    }
  }

  @Test
  void confidenceIsAHalfAtTheThresholdAndOneAtTheEnds() throws Exception {
    try (Model model = runtime.load(manifest)) {
      assertThat(scoreOf(model, 0)).isEqualTo(new Prediction("low", 0, 1));
      assertThat(scoreOf(model, 1)).isEqualTo(new Prediction("high", 1, 1));
      assertThat(scoreOf(model, 0.2f).label()).isEqualTo("high");
      assertThat(scoreOf(model, 0.2f).confidence()).isEqualTo(0.5f);
      assertThat(scoreOf(model, 0.1f).confidence()).isCloseTo(0.75f, within(1e-6f));
      assertThat(scoreOf(model, 0.6f).confidence()).isCloseTo(0.75f, within(1e-6f));
    }
  }

  private static Prediction scoreOf(Model model, float score) throws InferenceException {
    return model.infer(new float[] {score, score, score, score});
  }

  @Test
  void refusesFewerValuesThanTheWindow() throws Exception {
    try (Model model = runtime.load(manifest)) {
      assertThatThrownBy(() -> model.infer(new float[3]))
          .isInstanceOf(InferenceException.class)
          .hasMessage("model mean needs 4 values, got 3");
    }
  }

  @Test
  void refusesAScoreThatIsNoProbability() throws Exception {
    try (Model model = runtime.load(manifest)) {
      assertThatThrownBy(() -> model.infer(new float[] {9, 9, 9, 9}))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("0 to 1");
      assertThatThrownBy(() -> model.infer(new float[] {0, 0, 0, Float.NaN}))
          .isInstanceOf(InferenceException.class);
    }
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Files.delete(manifest.file());
    assertRefused(manifest, "mean.onnx: no such file; put it there");
  }

  @Test
  void aChangedFileIsRefused() throws Exception {
    byte[] graph = Files.readAllBytes(manifest.file());
    graph[graph.length - 1] ^= 1;
    Files.write(manifest.file(), graph);
    assertRefused(manifest, "sha256 is " + TinyOnnx.sha256(graph));
  }

  @Test
  void aFileThatIsNoModelIsRefusedThoughItsHashIsRight() throws Exception {
    byte[] noise = {1, 2, 3, 4, 5};
    Files.write(manifest.file(), noise);
    assertRefused(
        new ModelManifest(
            "mean",
            "1",
            manifest.file(),
            TinyOnnx.sha256(noise),
            manifest.input(),
            manifest.output()),
        "ONNX Runtime cannot load it");
  }

  @Test
  void aShapeOtherThanTheManifestsIsRefused() {
    assertRefused(with(new ModelManifest.Input("x", 5)), "it must be float32 [1, 5]");
  }

  @Test
  void aTensorOtherThanTheManifestsIsRefused() {
    assertRefused(with(new ModelManifest.Input("z", 4)), "its input tensors are [x]");
  }

  @Test
  void aClosedRuntimeLoadsNothing() {
    runtime.close();
    assertRefused(manifest, "the runtime is closed");
  }

  @Test
  void theWarmUpTakesTime() throws Exception {
    try (Model model = runtime.load(manifest)) {
      assertThat(WarmUp.median(model, 9)).isGreaterThan(Duration.ZERO);
    }
  }

  private ModelManifest with(ModelManifest.Input input) {
    return new ModelManifest(
        "mean", "1", manifest.file(), manifest.sha256(), input, manifest.output());
  }

  private void assertRefused(ModelManifest refused, String why) {
    assertThatThrownBy(() -> runtime.load(refused))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("model mean")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }
}
