package dev.sluice.inference.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.UnloadableModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainRuntimeTest {
  @TempDir Path folder;
  private final PlainRuntime runtime = new PlainRuntime();

  private static TestGraph graph() {
    return new TestGraph(17).input("x", 1, 4).output("y", 1, 1);
  }

  private static TestGraph mean() {
    return graph().node("ReduceMean", "y", List.of("x"), TestGraph.numbers("axes", 1));
  }

  private ModelManifest manifest(byte[] file) throws Exception {
    return new ModelManifest(
        "m",
        "1",
        Files.write(folder.resolve("m.onnx"), file),
        ModelFile.sha256(file),
        new ModelManifest.Input("x", 4),
        new ModelManifest.Output("y", List.of("low", "high"), 0.5f));
  }

  private ModelManifest manifest(TestGraph graph) throws Exception {
    return manifest(graph.bytes());
  }

  private void assertUnloadable(TestGraph graph, String why) throws Exception {
    ModelManifest manifest = manifest(graph);
    assertThatThrownBy(() -> runtime.load(manifest))
        .isInstanceOf(UnloadableModelException.class)
        .hasMessageStartingWith("model m, " + manifest.file() + ": ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  @Test
  void runsAModelOnTheLastValues() throws Exception {
    try (Model model = runtime.load(manifest(mean()))) {
      assertThat(model.infer(new float[] {9, 0.5f, 0.7f, 0.6f, 0.6f}).score())
          .isCloseTo(0.6f, within(1e-6f));
      assertThat(model.infer(new float[4]).score()).isZero();
    }
  }

  @Test
  void refusesTooFewValuesAndScoresThatAreNone() throws Exception {
    try (Model model = runtime.load(manifest(mean()))) {
      assertThatThrownBy(() -> model.infer(new float[3])).isInstanceOf(InferenceException.class);
      assertThatThrownBy(() -> model.infer(new float[] {9, 9, 9, 9}))
          .isInstanceOf(InferenceException.class);
    }
  }

  @Test
  void anOperatorThatItDoesNotHaveIsNamedWithItsNode() throws Exception {
    assertUnloadable(
        graph().node("Erf", "y", List.of("x")), "node 'y_node' (Erf): the operator itself");
    assertUnloadable(
        graph().nodeOf("ai.onnx.ml", "Normalizer", "y", List.of("x")),
        "node 'y_node' (ai.onnx.ml.Normalizer)");
  }

  @Test
  void aSettingThatItDoesNotKnowIsNamed() throws Exception {
    assertUnloadable(
        graph().node("Relu", "y", List.of("x"), TestGraph.number("saturate", 1)),
        "node 'y_node' (Relu): attribute 'saturate'");
    assertUnloadable(
        graph()
            .node(
                "MaxPool",
                "y",
                List.of("x"),
                TestGraph.numbers("kernel_shape", 2),
                TestGraph.number("ceil_mode", 1)),
        "node 'y_node' (MaxPool): ");
  }

  @Test
  void aValueThatNobodyMakesIsNamed() throws Exception {
    assertUnloadable(
        graph().node("Add", "y", List.of("x", "z")), "input 'z', which no node before it makes");
  }

  @Test
  void whatTakesTooLongOrTooMuchMemoryIsUnloadable() throws Exception {
    ModelManifest manifest = manifest(mean());
    assertThatThrownBy(() -> new PlainRuntime(new Limits(3, 1000)).load(manifest))
        .isInstanceOf(UnloadableModelException.class)
        .hasMessageContaining("more than 0 million multiplications");
    assertThatThrownBy(() -> new PlainRuntime(new Limits(4, 20)).load(manifest))
        .isInstanceOf(UnloadableModelException.class)
        .hasMessageContaining("MB, an eighth of the heap");
  }

  @Test
  void aModelOfOtherShapeThanItsManifestIsRefused() throws Exception {
    ModelManifest other =
        manifest(
            new TestGraph(17)
                .input("x", 1, 5)
                .output("y", 1, 1)
                .node("ReduceMean", "y", List.of("x")));
    assertThatThrownBy(() -> runtime.load(other))
        .isExactlyInstanceOf(ModelException.class)
        .hasMessageContaining("it must be 'x', float32 [1, 4], as the manifest says");
  }

  /** Files that are damaged: refused in one line, whatever byte is hit. */
  @Test
  void aDamagedFileIsRefusedOrRuns() throws Exception {
    byte[] whole =
        graph()
            .floats("w", new float[8], 4, 2)
            .longs("axes", 1)
            .node("MatMul", "h", List.of("x", "w"))
            .node("ReduceSum", "y", List.of("h", "axes"))
            .bytes();
    int refused = 0;
    for (int seed = 0; seed < 3000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      refused += loads(damaged, seed) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private boolean loads(byte[] damaged, int seed) throws Exception {
    try (Model model = runtime.load(manifest(damaged))) {
      model.infer(new float[4]);
      return true;
    } catch (ModelException | InferenceException told) {
      assertThat(told.getMessage()).as("seed %d", seed).isNotBlank();
      return false;
    }
  }
}
