package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CloudBridgeIT {
  @TempDir private Path folder;

  @Test
  void saysReadyServesAndStopsOnSigterm() throws Exception {
    Process process = program(config("{}"), "--port", "0", "--set", "admin.port=0");
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine())
          .matches("ready mqtt=127\\.0\\.0\\.1:[1-9]\\d* admin=127\\.0\\.0\\.1:[1-9]\\d*");

      process.toHandle().destroy(); // closes no stream

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(out.readLine()).as("stdout after the ready line").isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void writesItsLogIntoTheDataFolder() throws Exception {
    Path log = folder.resolve("data").resolve("cloud.log");
    Process process =
        program(
            config("{}"), "--port=0", "--set=admin.port=0", "--data", log.getParent().toString());
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(log) && Files.readString(log).contains("bridge-connected"));
      process.toHandle().destroy(); // closes no stream
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void endsWithOneWhenItsBrokerHasDied() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine bridge =
        new CommandLine(new CloudBridge())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String config = config("store: {dir: %s}".formatted(folder.resolve("store"))).toString();
    // Brokers of tests before this one may still be ending, with session loops of the same name.
    Set<Thread> others = Thread.getAllStackTraces().keySet();
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () -> bridge.execute("--config", config, "--port=0", "--set=admin.port=0"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> out.toString().startsWith("ready ") || code.isDone());

    Thread loop =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("Session Executor"))
            .filter(thread -> !others.contains(thread))
            .findFirst()
            .orElseThrow();
    loop.getUncaughtExceptionHandler().uncaughtException(loop, new AssertionError("planted"));

    assertThat(code.get(20, TimeUnit.SECONDS)).as(err.toString()).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "cloud: a session loop of the MQTT broker has died: start the bridge again");
  }

  @Test
  void endsWithThreeWhenItIsOutOfMemory() throws Exception {
    Process process =
        program(
            List.of("-Xmx6m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
            config("{}"),
            "--port=0",
            "--set=admin.port=0");
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(3);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void runsItsModelsInJavaWhereTheNativeRuntimeDoesNotLoad() throws Exception {
    Path natives = Files.createDirectories(folder.resolve("native"));
    Files.writeString(natives.resolve(System.mapLibraryName("onnxruntime")), "no library");
    Path model =
        Path.of(System.getProperty("sluice.root"), "config/models/vibration-light.model.yaml");
    Path data = folder.resolve("data");
    Process process =
        program(
            List.of("-Donnxruntime.native.path=" + natives),
            config("inference: {models: [%s]}".formatted(model)),
            "--port=0",
            "--set=admin.port=0",
            "--data",
            data.toString());
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).startsWith("ready ");
      assertThat(data.resolve("cloud.log"))
          .content()
          .contains("event=model-runtime-fallback", "cannot be loaded", "models run in Java");
      assertThat(data.resolve("runtime-trials-store")).content().contains("broken cannot be load");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void saysWhatIsWrongWithItsConfigurationInOneLine() throws IOException {
    assertRefused(config("broker: {host: 0.0.0.0}"), "cloud.yaml:1:", "broker.host", "loopback");
    assertRefused(config("brocker: {}"), "cloud.yaml:1:", "brocker");
    assertRefused(folder.resolve("missing.yaml"), "missing.yaml");
    assertRefused(config("inference: {models: [absent.model.yaml]}"), "absent.model.yaml");
    Path shipped = Path.of(System.getProperty("sluice.root"), "config/models");
    assertRefused(
        config(
            "inference: {unsigned: refused, models: [%s/vibration-light.model.yaml]}"
                .formatted(shipped)),
        "vibration-light.model.yaml: is not signed");
  }

  private void assertRefused(Path config, String... words) {
    var err = new StringWriter();
    int code =
        new CommandLine(new CloudBridge())
            .setErr(new PrintWriter(err, true))
            .execute("--config", config.toString(), "--port", "0", "--set", "admin.port=0");

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("cloud: ").contains(words);
    assertThat(code).isEqualTo(2);
  }

  private Path config(String text) throws IOException {
    return Files.writeString(folder.resolve("cloud.yaml"), text + "\n");
  }

  private static Process program(Path config, String... options) throws IOException {
    return program(List.of(), config, options);
  }

  private static Process program(List<String> jvm, Path config, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.addAll(jvm);
    command.addAll(List.of(CloudBridge.class.getName(), "--config", config.toString()));
    command.addAll(List.of(options));
    ProcessBuilder start =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    start.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return start.start();
  }
}
