package dev.sluice.edge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.doctor.Level;
import dev.sluice.edge.config.EdgeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be broken on the machine that tests run on: its memory, its clock's service. */
class ChecksTest {
  private static final long MB = 1 << 20;
  private static final JvmCaps CAPS =
      JvmCaps.of(List.of("-Xmx256m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m"));

  @TempDir Path folder;

  private EdgeConfig config(String more) throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), "node: {id: n}\n" + more);
    return EdgeConfig.load(file, List.of());
  }

  private MachineLimits machine(String group, String files) throws Exception {
    Files.writeString(folder.resolve("meminfo"), "MemTotal:        1013652 kB\nMemFree: 1 kB\n");
    Files.createDirectories(folder.resolve("self"));
    Files.writeString(
        folder.resolve("self/limits"),
        "Limit                     Soft Limit           Hard Limit           Units\n"
            + "Max open files            1024                 "
            + files
            + "              files\n");
    Files.writeString(folder.resolve("memory.max"), group + "\n");
    return MachineLimits.read(folder, folder);
  }

  @Test
  void theLastFlagOfTheJvmCounts() {
    assertThat(CAPS).isEqualTo(new JvmCaps(128 * MB, 64 * MB));
    assertThat(JvmCaps.of(List.of("-Xmx1g", "-XX:MaxDirectMemorySize=65536k")))
        .isEqualTo(new JvmCaps(1024 * MB, 64 * MB));
  }

  @Test
  void theSmallerOfMachineAndGroupCounts() throws Exception {
    assertThat(machine("max", "unlimited"))
        .isEqualTo(new MachineLimits(OptionalLong.of(1013652L << 10), false, OptionalLong.empty()));
    assertThat(machine("" + 200 * MB, "4096"))
        .isEqualTo(new MachineLimits(OptionalLong.of(200 * MB), true, OptionalLong.of(4096)));
  }

  @Test
  void aGroupThatIsTooSmallForTheHeapIsAFaultWithTheFlagThatFits() throws Exception {
    Finding found = new Memory(config(""), machine("" + 200 * MB, "unlimited"), CAPS).run().get(0);
    assertThat(found)
        .isEqualTo(
            Finding.fault(
                "memory",
                "limit of this process group",
                "200 MB; the node takes up to 240 MB (heap 128, buffers 64, the rest beside"
                    + " them): it will be killed under load",
                "raise the limit to 240 MB, or SLUICE_JAVA_OPTS=-Xmx88m"));
  }

  @Test
  void limitsThatPromiseMoreThanTheHeapHoldsAreNamed() throws Exception {
    EdgeConfig greedy = config("limits: {memory: 200MB}\n");
    assertThat(new Memory(greedy, machine("max", "unlimited"), CAPS).run())
        .anySatisfy(
            found -> {
              assertThat(found.level()).isEqualTo(Level.WARNING);
              assertThat(found.what()).contains("may take 208 MB of a heap of 128 MB");
              assertThat(found.fix()).contains("-Xmx416m");
            });
  }

  @Test
  void moreClientsThanFilesAreNamed() throws Exception {
    assertThat(new Memory(config(""), machine("max", "4096"), CAPS).run())
        .anySatisfy(found -> assertThat(found.fix()).contains("LimitNOFILE=10200"));
  }

  @Test
  void aRuntimeThatCrashesIsAFindingAndNoCrash() {
    assertThat(crash("kill -SEGV $$").get(0))
        .satisfies(found -> assertThat(found.level()).isEqualTo(Level.WARNING))
        .satisfies(found -> assertThat(found.what()).startsWith("crashes with signal 11; "));
    assertThat(crash("exit 1").get(0).what()).startsWith("does not load (exit code 1); ");
    assertThat(crash("echo failed m.onnx: the model fails").get(0))
        .satisfies(found -> assertThat(found.where()).isEqualTo("m.onnx"))
        .satisfies(found -> assertThat(found.fix()).contains("glibc 2.28"));
  }

  @Test
  void whatRunsInJavaInsteadIsSaidByModel() {
    Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
    Path light = models.resolve("vibration-light.model.yaml");
    Path heavy = models.resolve("surface-heavy.model.yaml");
    List<Finding> findings =
        ModelRuntimes.by(List.of("sh", "-c", "kill -ILL $$"), List.of(light, heavy)).run();
    assertThat(findings).hasSize(3);
    assertThat(findings.get(1).level()).isEqualTo(Level.OK);
    assertThat(findings.get(1).what()).startsWith("runs in Java, ");
    assertThat(findings.get(2).level()).isEqualTo(Level.WARNING);
    assertThat(findings.get(2).what()).contains("cannot be run in Java");
    assertThat(findings.get(2).fix()).contains("cloud");
  }

  private static List<Finding> crash(String script) {
    return ModelRuntimes.by(List.of("sh", "-c", script), List.of(Path.of("m.model.yaml"))).run();
  }

  @Test
  void aClockThatNobodyKeepsIsAWarning() {
    assertThat(clock("echo no")).contains(Level.WARNING);
    assertThat(clock("echo yes")).containsOnly(Level.OK);
    assertThat(clock("echo what; exit 1")).containsOnly(Level.OK);
  }

  private List<Level> clock(String script) {
    Instant now = Instant.parse("2026-11-27T12:00:00Z");
    TimeSync sync = TimeSync.asking("sh", "-c", script);
    return new WallClock(now, folder.resolve("none"), sync)
        .run().stream().map(Finding::level).toList();
  }

  @Test
  void aLoadersLineComesApart() {
    assertThat(Complaint.faults("config", "a/edge.yaml:3:4: x.y: must be 1; write 1\nb: gone", "z"))
        .containsExactly(
            Finding.fault("config", "a/edge.yaml:3:4", "x.y: must be 1", "write 1"),
            Finding.fault("config", "b", "gone", "z"));
  }
}
