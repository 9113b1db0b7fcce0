package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The program: what it says when it cannot start, and how it stops. */
class EdgeNodeIT {
  @TempDir Path folder;

  /** Runs the command in this process and returns what it complains of. */
  private List<String> complaints(String... arguments) {
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    int exit =
        new CommandLine(new EdgeNode())
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(new String[0]));
    assertThat(exit).as("exit code").isEqualTo(2);
    return err.toString().lines().toList();
  }

  private Path yamlWith(String text, String replacement) throws Exception {
    Path yaml = RunningGateway.yaml(folder);
    for (Path file : List.of(yaml, RunningGateway.policy(folder))) {
      Files.writeString(file, Files.readString(file).replace(text, replacement));
    }
    return yaml;
  }

  @Test
  void aMissingConfigurationIsOneLine() {
    assertThat(complaints("--config", folder.resolve("none.yaml").toString()))
        .singleElement()
        .asString()
        .startsWith("edge: ")
        .contains("none.yaml");
  }

  @Test
  void anUnknownKeyIsNamedWithLineAndTheRightWord() throws Exception {
    Path yaml = yamlWith("listener:", "listner:");
    assertThat(complaints("--config", yaml.toString()))
        .anySatisfy(line -> assertThat(line).contains("edge.yaml:2:", "listner", "listener"));
  }

  @Test
  void aRouteWhoseModelIsNotThereIsNamedWithItsLine() throws Exception {
    Path yaml = yamlWith("model: vibration-heavy", "model: vibration-huge");
    assertThat(complaints("--config", yaml.toString()))
        .singleElement()
        .asString()
        .contains("policy.yaml:5:12", "routes.0.model", "vibration-huge", "vibration-light");
  }

  @Test
  void aDurableRouteOfANodeThatKeepsNothingIsNamedWithItsLine() throws Exception {
    Path yaml = yamlWith("model: vibration-heavy", "durable: true\n    model: vibration-heavy");
    assertThat(complaints("--config", yaml.toString(), "--set", "durability=memory"))
        .singleElement()
        .asString()
        .contains("policy.yaml:5:", "routes.0.durable", "set durability: fsync");
  }

  @Test
  void aCorruptModelIsNamed() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    for (String name : List.of("vibration-light", "vibration-heavy")) {
      for (String suffix : List.of(".onnx", ".model.yaml")) {
        Files.copy(RunningGateway.MODELS.resolve(name + suffix), models.resolve(name + suffix));
      }
    }
    Files.writeString(models.resolve("vibration-heavy.onnx"), "not a model");
    Path yaml = yamlWith(RunningGateway.MODELS.toString(), models.toString());
    assertThat(complaints("--config", yaml.toString()))
        .singleElement()
        .asString()
        .contains("vibration-heavy.onnx", "sha256");
    Files.delete(models.resolve("vibration-heavy.onnx"));
    assertThat(complaints("--config", yaml.toString()))
        .singleElement()
        .asString()
        .contains("vibration-heavy.onnx");
  }

  @Test
  void aBusyPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path yaml = RunningGateway.yaml(folder);
      String port = Integer.toString(taken.getLocalPort());
      assertThat(complaints("--config", yaml.toString(), "--port", port))
          .singleElement()
          .asString()
          .contains("listener.port", port, "choose another");
    }
  }

  @Test
  void servesAfterItsReadyLineAndStopsCleanlyWhenAsked() throws Exception {
    Process process = start("--data", folder.toString());
    try (BufferedReader out = process.inputReader()) {
      String ready = out.readLine();
      assertThat(ready).matches("ready mqtt=127\\.0\\.0\\.1:\\d+ admin=127\\.0\\.0\\.1:\\d+");
      int port = Integer.parseInt(ready.replaceAll(".*mqtt=127\\.0\\.0\\.1:(\\d+) .*", "$1"));
      try (TestClient client = new TestClient(port, "c").subscribe("t")) {
        client.publish("t", "hello");
        assertThat(client.next().text()).isEqualTo("hello");
      }
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      await().until(() -> Files.exists(folder.resolve("edge.log")));
    } finally {
      process.destroyForcibly();
    }
  }

  /** With plain words, and with a word that only the library for command lines understands. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set|listener.prot=1|edge: --set listener.prot=1: listener.prot: unknown key: did you mean 'port'?",
        "--prot|1|Unknown options: '--prot', '1'"
      })
  void whatCannotStartEndsTheProcessAndSaysWhy(String name, String value, String line)
      throws Exception {
    Process process = start("--data", folder.toString(), name, value);
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.lines()).contains(line);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aCommandLineThatWouldCrashTheModelRuntimeIsRefused() throws Exception {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.addAll(List.of("--set", "policy.placement=adaptive"));
    }
    Process process = start(many.toArray(String[]::new));
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.lines())
          .singleElement()
          .asString()
          .startsWith("edge: ")
          .contains("command line");
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Starts the program with the class path in a file, as it is longer than a command line may be.
   */
  private Process start(String... arguments) throws Exception {
    Path classPath =
        Files.writeString(
            folder.resolve("java.args"), "-cp \"" + System.getProperty("java.class.path") + "\"");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "@" + classPath));
    // Tests have a logging configuration of their own, which would win on this class path.
    command.add("-Dsluice.log.appender=STDERR");
    command.addAll(List.of(EdgeNode.class.getName(), "--config"));
    command.add(RunningGateway.yaml(folder).toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
