package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.inference.InferenceOutcome.Answered;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.InferenceOutcome.Unanswered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxBatchTest {
  private static final int WINDOW = 256;

  /** One row and several take different ways through a matrix product, and round otherwise. */
  private static final float ROUNDING = 1e-5f;

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(21);
  private Model model;

  @BeforeEach
  void load() throws Exception {
    model = load(TinyOnnx.perceptron(WINDOW, 512, 3), WINDOW);
  }

  @AfterEach
  void close() {
    model.close();
  }

  private Model load(byte[] graph, int window) throws Exception {
    Path file = Files.write(folder.resolve("model.onnx"), graph);
    return new OnnxRuntime()
        .load(
            new ModelManifest(
                "tiny",
                "1",
                file,
                TinyOnnx.sha256(graph),
                new ModelManifest.Input("x", window),
                new ModelManifest.Output("y", List.of("low", "high"), 0.5f)));
  }

  private List<float[]> inputs(int count) {
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[WINDOW + i % 3];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) (random.nextDouble() * 2 - 1);
      }
      inputs.add(values);
    }
    return inputs;
  }

  @Test
  void takesSeveralOnlyWhereTheGraphLeavesItsFirstDimensionOpen() throws Exception {
    assertThat(model.batchMax()).isEqualTo(32);
    try (Model fixed = load(TinyOnnx.meanOf(4), 4)) {
      assertThat(fixed.batchMax()).isEqualTo(1);
    }
  }

  @Test
  void answersAreThoseOfEachAloneForEveryNumberOfRows() throws Exception {
    for (int rows = 1; rows <= 32; rows++) {
      List<float[]> inputs = inputs(rows);
      List<Prediction> together = model.inferAll(inputs);
      assertThat(together).hasSize(rows);
      for (int i = 0; i < rows; i++) {
        Prediction alone = model.infer(inputs.get(i));
        assertThat(together.get(i).score()).isCloseTo(alone.score(), within(ROUNDING));
        assertThat(together.get(i).label()).isEqualTo(alone.label());
      }
    }
  }

  @Test
  void onlyWhoIsAtFaultFails() {
    InProcessBackend backend = new InProcessBackend(model);
    List<InferenceRequest> requests = new ArrayList<>();
    for (float[] values : inputs(5)) {
      requests.add(new InferenceRequest(values, InferenceRequest.NO_DEADLINE, 5));
    }
    requests.set(1, new InferenceRequest(new float[3], InferenceRequest.NO_DEADLINE, 5));
    float[] broken = new float[WINDOW];
    broken[7] = Float.NaN;
    requests.set(3, new InferenceRequest(broken, InferenceRequest.NO_DEADLINE, 5));

    List<InferenceOutcome> outcomes = backend.inferAll(requests);

    assertThat(outcomes).hasSize(5);
    assertThat(List.of(outcomes.get(0), outcomes.get(2), outcomes.get(4)))
        .allMatch(Answered.class::isInstance);
    assertThat(((Unanswered) outcomes.get(1)).cause()).isEqualTo(Cause.REJECTED);
    assertThat(((Unanswered) outcomes.get(3)).cause()).isEqualTo(Cause.FAILED);
  }

  @Test
  void tellsWhatTogetherGains() throws Exception {
    for (int hidden : new int[] {64, 512, 2048}) {
      try (Model measured = load(TinyOnnx.perceptron(WINDOW, hidden, 5), WINDOW)) {
        List<float[]> inputs = inputs(32);
        long alone = medianNanos(() -> inferEach(measured, inputs));
        long together = medianNanos(() -> measured.inferAll(inputs));
        System.out.printf(
            "batch hidden=%d rows=32 alone=%.1fus together=%.1fus gain=%.1fx%n",
            hidden, alone / 32e3, together / 32e3, (double) alone / together);
        assertThat(together).as("hidden %d", hidden).isLessThan(alone);
      }
    }
  }

  private interface Run {
    Object run() throws InferenceException;
  }

  private static Object inferEach(Model model, List<float[]> inputs) throws InferenceException {
    Prediction last = model.infer(inputs.get(0));
    for (float[] input : inputs.subList(1, inputs.size())) {
      last = model.infer(input);
    }
    return last;
  }

  private static long medianNanos(Run run) throws InferenceException {
    long[] nanos = new long[101];
    for (int i = -20; i < nanos.length; i++) {
      long begun = System.nanoTime();
      run.run();
      nanos[Math.max(0, i)] = System.nanoTime() - begun;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
