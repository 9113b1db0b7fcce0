package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.edge.config.EdgeConfigFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** From nothing to a device that says hello: init, device, passwd. */
class OnboardingTest {
  @TempDir Path parent;
  private Path folder;

  private record Said(int exit, String out, String err) {}

  private static Said run(CommandLine command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        command
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Said(exit, out.toString(), err.toString());
  }

  private Said init() {
    return run(InitCommand.commandLine(), folder.toString(), "--host", "localhost", "--port", "0");
  }

  private Said device(String... arguments) {
    String[] all =
        Stream.of(Stream.of(arguments), Stream.of("--dir", folder.toString()))
            .flatMap(words -> words)
            .toArray(String[]::new);
    return run(DeviceCommand.commandLine(), all);
  }

  @BeforeEach
  void make() {
    folder = parent.resolve("gateway");
  }

  @Test
  void whatInitWritesIsForItsOwnerOnlyAndIsNotOverwritten() throws Exception {
    Said said = init();
    assertThat(said.exit()).isZero();
    String password = said.out().replaceAll("(?s).*password: (\\S+) .*", "$1");
    assertThat(password).hasSize(20);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain(password);
      }
    }
    Said again = init();
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo(
            "init: "
                + folder.resolve("edge.yaml")
                + ": is there already; give another folder, or remove this one first\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--certificate"})
  void theLineThatAddPrintsWorksAsItIs(String proof) throws Exception {
    init();
    EdgeConfigFile config =
        EdgeConfigFile.load(
            folder.resolve("edge.yaml"),
            List.of("listeners.0.port=0", "listeners.1.host=127.0.0.1", "admin.port=0"));
    try (Gateway gateway = new Gateway(config, folder.resolve("journal"))) {
      Gateway.Addresses addresses = gateway.open();
      Said added = proof.isEmpty() ? device("add", "pump-7") : device("add", "pump-7", proof);
      assertThat(added.exit()).as(added.err()).isZero();
      assertThat(added.out()).startsWith("mosquitto_pub -h localhost -p 0 --cafile '");
      String line = added.out().replace(" -p 0 ", " -p " + addresses.mqttPorts().get(1) + " ");
      assumeThat(Files.isExecutable(Path.of("/usr/bin/mosquitto_pub")))
          .as("skipped: mosquitto_pub is not installed (Debian: mosquitto-clients)")
          .isTrue();
      // The node looks at its files once a second.
      org.awaitility.Awaitility.await().until(() -> exitCode(line) == 0);
      device("remove", "pump-7");
      org.awaitility.Awaitility.await().until(() -> exitCode(line) != 0);
    }
  }

  private static int exitCode(String line) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void listNamesEverybodyAndNoSecret() throws Exception {
    init();
    device("add", "pump-7");
    device("add", "pump-8", "--certificate", "--role", "operator");
    assertThat(device("list").out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "admin operator password", "pump-7 device password", "pump-8 operator certificate");
  }

  @Test
  void commentsOfThePasswordFileAreKept() throws Exception {
    init();
    Path users = folder.resolve("users");
    Files.writeString(users, Files.readString(users) + "# the pumps\n");
    device("add", "pump-7");
    device("add", "pump-8");
    device("remove", "pump-7");
    List<String> lines = Files.readAllLines(users);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("# name:roles:hash");
    assertThat(lines.get(2)).isEqualTo("# the pumps");
    assertThat(lines.get(3)).startsWith("pump-8:device:$argon2id$");
  }

  @Test
  void aFailureIsOneLine() {
    assertThat(device("list").err())
        .isEqualTo(
            "device list: "
                + folder.resolve("users")
                + ": no such file; './sluice init' writes one\n");
    init();
    device("add", "pump-7");
    assertThat(device("add", "pump-7").err())
        .isEqualTo(
            "device add: 'pump-7' stands in "
                + folder.resolve("users")
                + " already; remove it first, or change its password\n");
    assertThat(device("add", "a/b").err())
        .isEqualTo(
            "device add: 'a/b' is no name: 1 to 64 letters, digits, '_', '.' or '-', not first a"
                + " mark\n");
    assertThat(device("remove", "fan").err())
        .isEqualTo("device remove: 'fan' is not in " + folder.resolve("users") + "\n");
  }

  @Test
  void aRandomPasswordReplacesTheOldOne() throws Exception {
    init();
    device("add", "pump-7");
    String before = Files.readString(folder.resolve("users"));
    Said said = run(PasswdCommand.commandLine(), "pump-7", "--random", "--dir", folder.toString());
    assertThat(said.exit()).isZero();
    assertThat(said.out().strip()).hasSize(20);
    assertThat(Files.readString(folder.resolve("users"))).isNotEqualTo(before);
  }
}
