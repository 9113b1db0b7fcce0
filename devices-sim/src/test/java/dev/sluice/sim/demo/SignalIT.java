package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A demonstration in a process of its own that is told to stop. */
@Timeout(120)
class SignalIT {
  @TempDir private Path folder;

  /** The program under test, with fakes instead of the launcher. */
  static final class DemoOfFakes {
    public static void main(String[] arguments) {
      Demo.Stage stage =
          new Demo.Stage(FakeProgram.launcher(arguments[0]), Path.of("config", "demo"), false);
      System.exit(Demo.commandLine(stage).execute("--seconds", "60"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void takesItsProgramsAndLogsWithIt(String signal) throws Exception {
    Process demo = start("good");
    List<ProcessHandle> programs = programsOf(demo);
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(demo.pid())).start();
    assertThat(kill.waitFor()).isZero();
    assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(programs).noneMatch(ProcessHandle::isAlive);
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    assertThat(logFolder()).isEmpty();
  }

  @Test
  void killsAProgramThatDoesNotStop() throws Exception {
    Process demo = start("stubborn");
    List<ProcessHandle> programs = programsOf(demo);
    demo.destroy();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(programs).noneMatch(ProcessHandle::isAlive);
  }

  private Process start(String scenario) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            DemoOfFakes.class.getName(),
            scenario);
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** Waits for the first line of the table: cloud, edge and devices run by then. */
  private List<ProcessHandle> programsOf(Process demo) {
    Path output = folder.resolve("out");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(output).contains("backlog  link"));
    List<ProcessHandle> programs = demo.children().toList();
    assertThat(programs).hasSize(3);
    return programs;
  }

  private Optional<Path> logFolder() throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("sluice-demo-"))
          .findAny();
    }
  }
}
