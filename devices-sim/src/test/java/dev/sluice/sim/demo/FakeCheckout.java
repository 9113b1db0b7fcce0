package dev.sluice.sim.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A folder shaped like the project, with the real launcher, a build that only writes down that it
 * ran and makes empty jars, and a JDK that prints its arguments.
 */
final class FakeCheckout {
  private static final List<String> MODULES =
      List.of(
          "broker-core",
          "offload-policy",
          "uplink",
          "inference",
          "config",
          "edge-node",
          "target-redis",
          "target-kafka",
          "target-rabbitmq",
          "cloud-bridge",
          "devices-sim",
          "model-trainer",
          "benchmarks");
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private static final String BUILD =
      """
      #!/usr/bin/env bash
      echo "$*" >> builds
      [ ! -f break ] || exit 1
      for module in edge-node target-redis target-kafka target-rabbitmq cloud-bridge devices-sim model-trainer \\
          benchmarks; do
        [[ $* == *$module* ]] || continue
        mkdir -p $module/target/lib
        [ -f $module/target/$module-0.1.0-SNAPSHOT.jar ] || touch $module/target/$module-0.1.0-SNAPSHOT.jar
      done
      """;

  /** What a launch printed, and how it ended. */
  record Launch(int exitCode, String out, String err) {}

  private final Path root;
  private final Path jdk;

  FakeCheckout(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("check out"));
    jdk = folder.resolve("jdk");
    Path launcher = Path.of(System.getProperty("sluice.root", ".."), "sluice");
    executable(root.resolve("sluice"), Files.readString(launcher));
    executable(root.resolve("mvnw"), BUILD);
    old(Files.writeString(root.resolve("pom.xml"), "<project/>"));
    for (String module : MODULES) {
      Path sources = Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      old(Files.writeString(sources.resolve("A.java"), "class A {}"));
      old(Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>"));
      old(sources);
      old(sources.getParent());
    }
    javaOfRelease("17.0.15");
  }

  private static void old(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
  }

  void javaOfRelease(String version) throws IOException {
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    executable(
        jdk.resolve("bin/java"),
        "#!/usr/bin/env bash\necho \"pid $$\"\nprintf '%s\\n' \"$@\"\nexit 7\n");
    executable(jdk.resolve("bin/javac"), "");
  }

  void withoutCompiler() throws IOException {
    Files.delete(jdk.resolve("bin/javac"));
  }

  /** Writes a source file now. */
  void change(String module) throws IOException {
    Files.writeString(root.resolve(module).resolve("src/main/java/A.java"), "class A { }");
  }

  void delete(String module) throws IOException {
    Files.delete(root.resolve(module).resolve("src/main/java/A.java"));
  }

  void breakTheBuild() throws IOException {
    Files.createFile(root.resolve("break"));
  }

  List<String> builds() throws IOException {
    Path file = root.resolve("builds");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  Path root() {
    return root;
  }

  Launch launch(String... arguments) throws IOException, InterruptedException {
    return launch(Map.of(), arguments);
  }

  Launch launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return end(start(environment, arguments));
  }

  Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(root.resolve("sluice").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.getParent().toFile());
    builder.environment().remove("SLUICE_JAVA_OPTS");
    builder.environment().remove("SLUICE_NO_BUILD");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Launch end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the launcher does not end");
    }
    return new Launch(process.exitValue(), out, err);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
