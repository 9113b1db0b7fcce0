package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, whose native libraries are none. */
class ModelCommandIT {
  @TempDir Path folder;

  private record End(int code, String out, String err) {}

  private End verify(String model) throws Exception {
    Path natives = Files.createDirectories(folder.resolve("native"));
    Files.writeString(natives.resolve(System.mapLibraryName("onnxruntime")), "no library");
    Path err = folder.resolve("err");
    ProcessBuilder start =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Donnxruntime.native.path=" + natives,
                ModelCommand.class.getName(),
                "verify",
                RunningGateway.MODELS.resolve(model + ".model.yaml").toString())
            .redirectError(err.toFile());
    start.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = start.start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new End(process.exitValue(), out, Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void verifiesInJavaWhereTheNativeRuntimeDoesNotLoad() throws Exception {
    End end = verify("vibration-light");

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(end.out()).startsWith("vibration-light version ").contains("median");
    assertThat(end.err())
        .contains("model: ONNX Runtime cannot be loaded: ", "; models run in Java instead");
  }

  @Test
  void saysInOneLineThatJavaCannotRunALargeModel() throws Exception {
    End end = verify("surface-heavy");

    assertThat(end.code()).isEqualTo(2);
    assertThat(end.err()).contains("million multiplications").doesNotContain("\tat ");
  }
}
