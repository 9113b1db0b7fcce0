package dev.sluice.edge.doctor;

import dev.sluice.edge.inference.LoadedModel;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelTrust;
import dev.sluice.inference.OnnxRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The child that loads the native runtime and runs each model, so that what crashes it does not
 * crash who asks. Prints a line for each model: {@code ran NAME MICROSECONDS}, or {@code failed}
 * and why.
 */
public final class RuntimeProbe {
  private static final int NO_LIBRARY = 3;

  private RuntimeProbe() {}

  /** Reads the manifests from standard input: the runtime does not bear long command lines. */
  public static void main(String[] args) throws IOException {
    String asked = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    try (OnnxRuntime runtime = new OnnxRuntime()) {
      asked.lines().forEach(manifest -> System.out.println(run(Path.of(manifest), runtime)));
    }
  }

  private static String run(Path manifest, OnnxRuntime runtime) {
    try {
      Duration median = LoadedModel.time(ModelTrust.EVERYBODY.read(manifest), runtime);
      return "ran %s %d".formatted(manifest, median.toNanos() / 1000);
    } catch (ModelException e) {
      if (e.getCause() instanceof LinkageError) {
        System.exit(NO_LIBRARY);
      }
      return "failed " + e.getMessage();
    }
  }
}
