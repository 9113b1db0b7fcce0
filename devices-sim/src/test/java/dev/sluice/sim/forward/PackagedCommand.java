package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command as packaged, in a process of its own. */
final class PackagedCommand {
  private PackagedCommand() {}

  record Said(int exit, String out, String err) {}

  /**
   * @param folder for what it writes to standard error
   */
  static Said run(Path folder, String module, String command, String... arguments)
      throws Exception {
    Path jar =
        Path.of(
            System.getProperty("sluice.root"), module, "target", module + "-0.1.0-SNAPSHOT.jar");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", jar + ":" + jar.resolveSibling("lib") + "/*", command));
    words.addAll(List.of(arguments));
    Path err = Files.createTempFile(folder, "command", ".err");
    Process process = new ProcessBuilder(words).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), out, Files.readString(err));
  }
}
