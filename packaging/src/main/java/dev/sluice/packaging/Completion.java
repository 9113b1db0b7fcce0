package dev.sluice.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What bash completes of a program, told by the program itself, which is run for it. */
final class Completion {
  /** As a word of the launcher. */
  static final String COMMAND = "completion";

  private Completion() {}

  static String of(Checkout checkout, Program program) throws IOException {
    Path jar = checkout.jar(program);
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            jar + ":" + jar.resolveSibling("lib") + "/*",
            program.completionClass(),
            "bash");
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String script = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ended(process) != 0 || script.isEmpty()) {
      throw new IOException(
          "%s of %s tells no completion: build it again".formatted(program.completionClass(), jar));
    }
    return script;
  }

  private static int ended(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
