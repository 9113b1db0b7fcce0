package dev.sluice.sim.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.command.ConfigCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command on files of all programs, which are on the class path here. */
class ConfigCommandTest {
  private static final Path SHIPPED = Path.of("..", "config");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  private int run(Object... arguments) {
    CommandLine command = ConfigCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    return command.execute(List.of(arguments).stream().map(String::valueOf).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "edge.yaml, edge",
    "policy.yaml, policy",
    "conformance.acl.yaml, acl",
    "cloud.yaml, cloud",
    "sim.yaml, sim"
  })
  void everyShippedFileIsRightAsWhatItIs(String file, String kind) {
    assertThat(run("check", SHIPPED.resolve(file))).isZero();
    assertThat(out.toString()).contains(": right, as " + kind);
  }

  @Test
  void aFaultIsALineWithItsPlaceAndTheFileIsKnownByItsKeys() throws Exception {
    Path file =
        Files.writeString(folder.resolve("mine.yaml"), "listener: {port: 1883}\nnode: {idd: a}\n");
    assertThat(run("check", file)).isEqualTo(1);
    assertThat(out.toString()).contains("mine.yaml:2:", "idd", "id");
  }

  @Test
  void whatNoProgramReadsIsSaidSo() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.yaml"), "colour: blue\n");
    assertThat(run("show", file)).isEqualTo(2);
    assertThat(out.toString()).contains("--as", "edge", "policy");
  }

  @Test
  void showsEachValueWithItsOrigin() throws Exception {
    Path file =
        Files.writeString(folder.resolve("mine.yaml"), "node:\n  id: a\nlistener: {port: 1885}\n");
    assertThat(run("show", file, "--set", "uplink.enabled=false")).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("listener.port +1885 +mine.yaml:3"))
        .anyMatch(line -> line.matches("uplink.enabled +false +--set uplink.enabled=false"))
        .anyMatch(line -> line.matches("durability +fsync +default"));
  }

  @Test
  void saysWhichDifferencesAskForARestart() throws Exception {
    Path edge =
        Files.writeString(folder.resolve("edge.yaml"), "node: {id: a}\nlistener: {port: 1885}\n");
    assertThat(run("diff", edge)).isEqualTo(1);
    assertThat(out.toString()).contains("listener.port: 1883 -> 1885   (at a restart)");
    Path policy = Files.writeString(folder.resolve("policy.yaml"), "placement: edge-only\n");
    assertThat(run("diff", policy)).isEqualTo(1);
    assertThat(out.toString()).contains("placement: adaptive -> edge-only   (taken while it runs)");
    assertThat(run("diff", policy, policy)).isZero();
  }

  @Test
  void aSecretIsComparedAndNeverShown() throws Exception {
    Path before = secret("before.yaml", "the-secret-of-before");
    Path after = secret("after.yaml", "the-secret-of-after");
    Path faulty = secret("faulty.yaml", "secret");
    String override = "forward.hash-key=the-secret-of-now";
    assertThat(run("show", before, "--set", override)).isZero();
    assertThat(run("show", before, "--json")).isZero();
    assertThat(run("diff", before, after)).isEqualTo(1);
    assertThat(run("check", faulty)).isEqualTo(1);
    assertThat(run("check", before, "--set", "forward.hash-key=secret")).isEqualTo(1);
    assertThat(out.toString())
        .contains("--set forward.hash-key\n")
        .contains("forward.hash-key: (not shown) -> (not shown)   (taken while it runs)")
        .contains("faulty.yaml:2:21: forward.hash-key: must have at least 16 characters")
        .doesNotContain("the-secret")
        .doesNotContain("'secret'")
        .doesNotContain("=secret");
    assertThat(run("diff", before, before)).as("beside itself").isZero();
  }

  private Path secret(String name, String key) throws Exception {
    return Files.writeString(
        folder.resolve(name), "node: {id: a}\nforward: {hash-key: %s}\n".formatted(key));
  }
}
