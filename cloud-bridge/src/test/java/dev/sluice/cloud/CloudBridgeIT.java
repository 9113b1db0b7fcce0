package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      await().until(() -> Files.exists(log) && Files.readString(log).contains("bridge-connected"));
      process.toHandle().destroy(); // closes no stream
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CloudBridge.class.getName(), "--config", config.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
