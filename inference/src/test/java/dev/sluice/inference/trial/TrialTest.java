package dev.sluice.inference.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
  private static final Path LIGHT =
      Path.of(System.getProperty("sluice.root"), "config", "models", "vibration-light.onnx");
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static Outcome ends(String script) {
    return new Trial(List.of("sh", "-c", script), LONG).of(LIGHT);
  }

  @Test
  void aModelThatRunsIsSaidToRun() {
    long begun = System.nanoTime();
    assertThat(Trial.inChild(LONG).of(LIGHT)).isEqualTo(new Outcome.Ran());
    System.out.printf("trial took=%dms%n", (System.nanoTime() - begun) / 1_000_000);
  }

  @Test
  void aGraphAtFaultIsNoFaultOfTheRuntime() throws Exception {
    Path noise = Files.writeString(folder.resolve("noise.onnx"), "no graph");
    assertThat(Trial.inChild(LONG).of(noise)).isEqualTo(new Outcome.Ran());
  }

  @Test
  void crashesAreNamed() {
    assertThat(ends("kill -ILL $$")).isEqualTo(new Outcome.Broken("crashes with signal 4"));
    assertThat(ends("echo '#  SIGILL (0x4) at pc=0x1'; exit 1"))
        .isEqualTo(new Outcome.Broken("crashes with SIGILL"));
    assertThat(ends("echo no such library; exit 3"))
        .isEqualTo(new Outcome.Broken("cannot be loaded: no such library"));
  }

  @Test
  void whatSaysNothingOfTheRuntimeIsNotRemembered() {
    for (String signal : List.of("KILL", "TERM", "INT", "HUP")) {
      assertThat(ends("kill -" + signal + " $$")).as(signal).isInstanceOf(Outcome.Untold.class);
    }
    assertThat(ends("echo no memory; exit 1")).isInstanceOf(Outcome.Untold.class);
    assertThat(new Trial(List.of("/no/such/program"), LONG).of(LIGHT))
        .isInstanceOf(Outcome.Untold.class);
  }

  @Test
  void whatHangsIsEnded() {
    assertThat(new Trial(List.of("sh", "-c", "exec sleep 600"), Duration.ofSeconds(1)).of(LIGHT))
        .isEqualTo(new Outcome.Broken("hangs: no answer within 1 s"));
  }

  /** The shell tells its number, so that the test can say how long that one has waited. */
  @Test
  void whoGotNoProcessorDoesNotHang() throws Exception {
    Path told = folder.resolve("1");
    RunQueue starved = new RunQueue(folder);
    Path tasks = Files.createDirectories(told.resolve("task/1"));
    Files.writeString(tasks.resolve("schedstat"), "1000000 600000000 3\n");
    Files.createDirectories(told.resolve("task/2"));
    assertThat(starved.waited(1)).isEqualTo(Duration.ofMillis(600));
    assertThat(starved.waited(2)).isZero();

    String script = "ln -s " + told + " " + folder + "/$$; exec sleep 600";
    Trial trial = new Trial(List.of("sh", "-c", script), Duration.ofSeconds(1), starved);
    assertThat(trial.of(LIGHT))
        .isEqualTo(
            new Outcome.Untold("no answer within 1 s; it waited 600 ms of that for a processor"));
  }

  @Test
  void linuxCountsWhatThisProcessHasWaited() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/schedstat")), "no schedstat here");
    assertThat(RunQueue.OF_THIS_MACHINE.waited(ProcessHandle.current().pid())).isPositive();
  }

  /** A real crash of a real JVM. */
  @Test
  void aRealCrashIsSurvivedAndNamed() {
    Trial trial =
        new Trial(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                CrashingTrial.class.getName()),
            LONG);
    assertThat(trial.of(LIGHT)).isEqualTo(new Outcome.Broken("crashes with SIGSEGV"));
  }
}
