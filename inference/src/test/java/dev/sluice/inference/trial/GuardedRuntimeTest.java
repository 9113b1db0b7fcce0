package dev.sluice.inference.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.UnloadableModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedRuntimeTest {
  private static final Path MODELS = Path.of(System.getProperty("sluice.root"), "config", "models");

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

  private static ModelManifest model(String name) throws Exception {
    return ModelManifest.read(MODELS.resolve(name + ".model.yaml"));
  }

  /** A child that notes that it was asked. */
  private GuardedRuntime runtime(String end, String machine) {
    String script = "echo >> '%s'; %s".formatted(folder.resolve("asked"), end);
    return new GuardedRuntime(
        new Trial(List.of("sh", "-c", script), Duration.ofSeconds(60)),
        TrialNotes.read(folder.resolve("trials"), machine),
        new HashSet<>(),
        told::add);
  }

  private long asked() throws Exception {
    Path asked = folder.resolve("asked");
    return Files.exists(asked) ? Files.readAllLines(asked).size() : 0;
  }

  private static float score(GuardedRuntime runtime) throws Exception {
    float[] values = new float[64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(0.7 * i + i * i);
    }
    try (Model model = runtime.load(model("vibration-light"))) {
      return model.infer(values).score();
    }
  }

  @Test
  void aModelIsTriedOncePerMachineAndThenNeverAgain() throws Exception {
    for (int start = 0; start < 3; start++) {
      GuardedRuntime runtime = runtime("exit 0", "this");
      score(runtime);
      score(runtime);
      assertThat(runtime.name()).isEqualTo("onnxruntime");
      assertThat(asked()).isEqualTo(1);
    }
    score(runtime("exit 0", "another"));
    assertThat(asked()).isEqualTo(2);
    assertThat(told).isEmpty();
  }

  @Test
  void afterACrashTheSameModelAnswersInJava() throws Exception {
    float wanted = score(runtime("exit 0", "sound"));
    GuardedRuntime runtime = runtime("kill -ILL $$", "old");
    assertThat(score(runtime)).isCloseTo(wanted, within(1e-4f));
    assertThat(runtime.name()).isEqualTo("java");
    assertThat(told)
        .containsExactly(
            "ONNX Runtime crashes with signal 4 on a trial of model vibration-light; models run in"
                + " Java instead, which has small networks only");
  }

  @Test
  void aCrashIsRememberedAndSaidAgain() throws Exception {
    score(runtime("kill -SEGV $$", "old"));
    GuardedRuntime next = runtime("exit 0", "old");
    score(next);
    assertThat(next.whyNotNative()).contains("crashes with signal 11");
    assertThat(asked()).isEqualTo(1);
    assertThat(told.get(1)).contains("remembered in " + folder.resolve("trials"));
    assertThat(runtime("exit 0", "repaired").name()).isEqualTo("onnxruntime");
  }

  @Test
  void whatWasNotToldIsAskedAgainAtTheNextStart() throws Exception {
    GuardedRuntime first = runtime("kill -KILL $$", "this");
    score(first);
    assertThat(first.name()).isEqualTo("java");
    GuardedRuntime next = runtime("exit 0", "this");
    score(next);
    assertThat(next.name()).isEqualTo("onnxruntime");
  }

  @Test
  void aModelThatIsTooLargeForJavaIsUnloadable() throws Exception {
    ModelManifest heavy = model("surface-heavy");
    assertThatThrownBy(() -> runtime("exit 3", "old").load(heavy))
        .isInstanceOf(UnloadableModelException.class)
        .hasMessageContaining("million multiplications");
  }

  @Test
  void notesThatAreNoneAreLikeNoNotes() throws Exception {
    Files.write(folder.resolve("trials"), new byte[] {(byte) 0xff, 0, 10, 1});
    GuardedRuntime runtime = runtime("exit 0", "this");
    score(runtime);
    assertThat(asked()).isEqualTo(1);
    assertThat(runtime.name()).isEqualTo("onnxruntime");
  }

  @Test
  void theMarkFollowsTheProcessorAndNotItsClock() throws Exception {
    Path processors = folder.resolve("cpuinfo");
    Files.writeString(processors, "flags : avx2\ncpu MHz : 1000\nflags : avx2\n");
    String before = OnnxMachine.mark(processors);
    Files.writeString(processors, "flags : avx2\ncpu MHz : 2000\n");
    assertThat(OnnxMachine.mark(processors)).isEqualTo(before);
    Files.writeString(processors, "flags : sse2\ncpu MHz : 2000\n");
    assertThat(OnnxMachine.mark(processors)).isNotEqualTo(before);
    assertThat(OnnxMachine.mark(folder.resolve("none"))).isNotEqualTo(before);
  }
}
