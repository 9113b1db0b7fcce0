package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get a file wrong, and the exact line that says so. */
final class BrokenFilesTest {
  private static final String SCHEMA = "/schema/sample.schema.json";

  @TempDir Path folder;

  private static Arguments broken(String yaml, String... lines) {
    return Arguments.of(yaml, List.of(), List.of(lines));
  }

  private static Arguments overridden(String override, String... lines) {
    return Arguments.of(
        "node: {id: a}\ncount: 3\nmodels: [m]\n", List.of(override), List.of(lines));
  }

  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        broken(
            "node: {id: a}\nlistener:\n  port: 70000\n",
            "f.yaml:3:9: listener.port: must be <= 65535 (found 70000)"),
        broken(
            "node: {id: a}\nlistener: {port: -1}\n",
            "f.yaml:2:18: listener.port: must be >= 0 (found -1)"),
        broken(
            "node: {id: a}\nlistener: {port: 'x'}\n",
            "f.yaml:2:18: listener.port: must be a whole number (found 'x')"),
        broken(
            "node: {id: a}\nlistener: {port: 1.5}\n",
            "f.yaml:2:18: listener.port: must be a whole number (found 1.5)"),
        broken(
            "node: {id: a}\nlistner: {port: 1}\n",
            "f.yaml:2:1: listner: unknown key: did you mean 'listener'?"),
        broken(
            "node: {id: a}\nlistener: {prot: 1}\n",
            "f.yaml:2:12: listener.prot: unknown key: did you mean 'port'?"),
        broken(
            "node: {id: a, colour: red}\n",
            "f.yaml:1:15: node.colour: unknown key: known here are id"),
        broken("listener: {}\n", "f.yaml:1:1: node: is missing: it has no default"),
        broken("", "f.yaml: node: is missing: it has no default"),
        broken("node: {}\n", "f.yaml:1:7: node.id: is missing: it has no default"),
        broken(
            "node: {id: 17}\n", "f.yaml:1:12: node.id: must be text: put it in quotes (found 17)"),
        broken(
            "node: {id: }\n",
            "f.yaml:1:11: node.id: has no value: write one, or leave the key out"),
        broken(
            "node: {id: ''}\n", "f.yaml:1:12: node.id: must have at least 1 characters (found '')"),
        broken("node: [a]\n", "f.yaml:1:7: node: must be a group of keys (found a list of 1)"),
        broken("[a]\n", "f.yaml:1:1: must be a group of keys (found a list of 1)"),
        broken(
            "node: {id: a}\nlistener: {connect-timeout: 10}\n",
            "f.yaml:2:29: listener.connect-timeout: must be a duration above zero, such as 250ms,"
                + " 10s, 5m, 1h or 7d (found 10)"),
        broken(
            "node: {id: a}\nlistener: {connect-timeout: 0s}\n",
            "f.yaml:2:29: listener.connect-timeout: must be a duration above zero, such as 250ms,"
                + " 10s, 5m, 1h or 7d (found '0s')"),
        broken(
            "node: {id: a}\nlistener: {packet-size: 1Mb}\n",
            "f.yaml:2:25: listener.packet-size: must be a size above zero, such as 512B, 64KB, 8MB"
                + " or 1GB (found '1Mb')"),
        broken(
            "node: {id: a}\nmode: slow\n",
            "f.yaml:2:7: mode: must be one of fast-lane, slow-lane (found 'slow')"),
        broken("node: {id: a}\nratio: 0\n", "f.yaml:2:8: ratio: must be > 0 (found 0)"),
        broken(
            "node: {id: a}\nratio: .nan\n", "f.yaml:2:8: ratio: is no value of YAML's core schema"),
        broken(
            "node: {id: a}\ncount: 3000000000\n",
            "f.yaml:2:8: count: must fit in 32 bits (found 3000000000)"),
        broken(
            "node: {id: a}\ncount: 99999999999999999999\n",
            "f.yaml:2:8: count: is no value of YAML's core schema"),
        broken(
            "node: {id: a}\nverbose: yes\n",
            "f.yaml:2:10: verbose: must be true or false (found 'yes')"),
        broken(
            "node: {id: a}\nmodels: [a, b, c, d]\n",
            "f.yaml:2:9: models: must have at most 3 items (found a list of 4)"),
        broken(
            "node: {id: a}\nmodels: [a, a]\n",
            "f.yaml:2:9: models: must not name the same item twice (found a list of 2)"),
        broken(
            "node: {id: a}\nroutes:\n  - name: Upper Case\n",
            "f.yaml:3:11: routes.0.name: must be 1 to 40 lower-case letters, digits or hyphens"
                + " (found 'Upper Case')"),
        broken(
            "node: {id: a}\nroutes:\n  - name: \"a\\n\"\n",
            "f.yaml:3:11: routes.0.name: must be 1 to 40 lower-case letters, digits or hyphens"
                + " (found 'a?')"),
        broken(
            "node: {id: a}\nlabels: {a: {}, b: {}, c: {}}\n",
            "f.yaml:2:9: labels: must have at most 2 keys (found a group of keys)"),
        broken(
            "node: {id: a}\nlabels: {A b: {}}\n",
            "f.yaml:2:10: labels.A b: is no name here: must match ^[a-z]+$"),
        broken(
            "node: {id: a}\nroutes: [{name: a, priority: 10.5}]\n",
            "f.yaml:2:30: routes.0.priority: must be a whole number (found 10.5)"),
        broken(
            "node: {id: a}\nroutes:\n  - {name: a}\n  - {priority: 10}\n",
            "f.yaml:4:5: routes.1.name: is missing: it has no default",
            "f.yaml:4:16: routes.1.priority: must be <= 9 (found 10)"),
        broken(
            "node: {id: a}\ncount: one\nlistener:\n  prot: 1\n  host: 5\n",
            "f.yaml:2:8: count: must be a whole number (found 'one')",
            "f.yaml:4:3: listener.prot: unknown key: did you mean 'port'?",
            "f.yaml:5:9: listener.host: must be text: put it in quotes (found 5)"),
        broken(
            "node: {id: a}\ncount: 1\ncount: 2\n",
            "f.yaml:3:1: count: is given twice (first in line 2)"),
        broken("node: {id: a}\n? [x]\n: 1\n", "f.yaml:2:3: a key must be one word"),
        broken(
            "node: &n {id: a}\nlistener: *n\n",
            "f.yaml:2:11: aliases (*name) are not supported: write the value out"),
        broken("node: {id: !vault a}\n", "f.yaml:1:12: node.id: is no value of YAML's core schema"),
        broken("node: {id: a\n", "f.yaml:2:1: not YAML: expected ',' or '}', but got <stream end>"),
        broken(
            "node:\n\tid: a\n",
            "f.yaml:2:1: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"),
        broken("a: 1\n---\nb: 2\n", "f.yaml:2:1: not YAML: but found another document"),
        broken("[".repeat(40), "f.yaml:1:33: is nested deeper than 32 levels"),
        broken(
            "node: {id: a}\nmode: " + "x".repeat(60) + "\n",
            "f.yaml:2:7: mode: must be one of fast-lane, slow-lane (found '"
                + "x".repeat(40)
                + "...')"),
        overridden(
            "listener.port=70000",
            "--set listener.port=70000: listener.port: must be <= 65535 (found 70000)"),
        overridden(
            "listener.prot=1",
            "--set listener.prot=1: listener.prot: unknown key: did you mean 'port'?"),
        overridden("count", "--set count: must be key=value, such as listener.port=1884"),
        overridden("=3", "--set =3: must be key=value, such as listener.port=1884"),
        overridden("a..b=3", "--set a..b=3: has an empty key"),
        overridden(
            "count.x=3",
            "--set count.x=3: 'count' is a single value, so nothing can be set below it"),
        overridden(
            "models.5=x",
            "--set models.5=x: 'models' is a list of 1 items: use an index from 0 to 1, not '5'"),
        overridden(
            "models.first=x",
            "--set models.first=x: 'models' is a list of 1 items: use an index from 0 to 1, not"
                + " 'first'"),
        overridden(
            "models=[x",
            "--set models=[x: models: cannot be read: its quote or bracket never ends well"));
  }

  @ParameterizedTest(name = "[{index}] {2}")
  @MethodSource("brokenFiles")
  void saysWhereAndWhatInOneLineEach(String yaml, List<String> overrides, List<String> lines)
      throws Exception {
    Path file = Files.writeString(folder.resolve("f.yaml"), yaml);

    assertThat(linesOf(file, overrides)).containsExactlyElementsOf(lines);
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThat(linesOf(folder.resolve("absent.yaml"), List.of()))
        .containsExactly("absent.yaml: no such file");
  }

  @Test
  void saysThatAFolderIsNoFile() {
    assertThat(linesOf(folder, List.of())).containsExactly(folder + ": is a folder, not a file");
  }

  @Test
  void saysThatBytesAreNoText() throws Exception {
    Path file = Files.write(folder.resolve("f.yaml"), new byte[] {'a', ':', (byte) 0xff});

    assertThat(linesOf(file, List.of())).containsExactly("f.yaml: is not UTF-8 text");
  }

  @Test
  void refusesAHugeFileBeforeReadingIt() throws Exception {
    byte[] comment = ("#" + "x".repeat(1 << 20)).getBytes(StandardCharsets.US_ASCII);
    Path file = Files.write(folder.resolve("f.yaml"), comment);

    assertThat(linesOf(file, List.of()))
        .containsExactly("f.yaml: is larger than 1 MB, so it is no configuration");
  }

  private List<String> linesOf(Path file, List<String> overrides) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigFile.load(file, SCHEMA, overrides).as(Sample.class));
    return refused
        .getMessage()
        .lines()
        .map(line -> line.replace(folder + "/", ""))
        .collect(Collectors.toList());
  }
}
