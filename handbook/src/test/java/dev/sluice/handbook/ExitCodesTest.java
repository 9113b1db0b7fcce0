package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each code beyond 0 and 2, which {@link CommandTreeTest} asks of all commands: returned by a case
 * here, or by the test that is named, because it takes a process, a load or a disk; those that no
 * test has seen are said.
 */
class ExitCodesTest {

  /** {@code @} stands for the folder of the broken files. */
  record Case(String command, int code, String arguments) {}

  private static final List<Case> CASES =
      List.of(
          new Case("cloud edges", 1, "remove nobody --config @/cloud.yaml --data @/data"),
          new Case("cloud edges remove", 1, "nobody --config @/cloud.yaml --data @/data"),
          new Case("config", 1, "check @/broken.yaml"),
          new Case("config check", 1, "@/broken.yaml"),
          new Case("config diff", 1, "@/edge.yaml"),
          new Case("doctor", 1, "--config @/broken.yaml"),
          new Case("package", 1, "--only tar --platform amd64 --program edge --out @/out"),
          new Case("policy", 1, "check @/broken.yaml"),
          new Case("policy check", 1, "@/broken.yaml"),
          new Case("status", 4, "--config @/edge.yaml"),
          new Case("top", 4, "--config @/edge.yaml -n 1"));

  private static final String DEAD_LETTERS =
      "cloud-bridge/src/test/java/dev/sluice/cloud/DeadLettersCommandTest.java";

  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "cloud dead-letters 1", DEAD_LETTERS,
          "cloud dead-letters replay 1", DEAD_LETTERS,
          "demo 1", "devices-sim/src/test/java/dev/sluice/sim/demo/ShowIT.java",
          "edge 3", "packaging/install-test.sh",
          "journal 1", "edge-node/src/test/java/dev/sluice/edge/JournalCommandTest.java",
          "journal verify 1", "edge-node/src/test/java/dev/sluice/edge/JournalCommandTest.java",
          "status 1", "config/src/test/java/dev/sluice/status/StatusCommandTest.java",
          "top 1", "config/src/test/java/dev/sluice/status/TopCommandTest.java");

  /** Codes that no test has seen, and what it would take. */
  private static final Map<String, String> UNSEEN =
      Map.of(
          "bench 1", "a Sluice that loses messages under load",
          "bench broker 1", "a Sluice that loses messages under load",
          "cloud 1", "an embedded broker whose session loop dies in a process of its own",
          "cloud 3", "a bridge that runs out of memory; the flag is the edge node's",
          "sim 1", "a broker that breaks a promise towards simulated devices",
          "sim world 1", "a core that breaks a rule; the checkers are tested with planted bugs");

  @TempDir Path folder;

  static Stream<Case> cases() {
    return CASES.stream();
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), "# $schema=policy.schema.json\nnonsense: 1\n");
    Files.writeString(folder.resolve("cloud.yaml"), "gate: {names: [localhost]}\n");
    Files.writeString(
        folder.resolve("edge.yaml"),
        "# $schema=edge.schema.json\nnode: {id: a}\nadmin: {port: 1}\nuplink: {enabled: false}\n");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCommandReturnsTheCodeThatItDocuments(Case each) {
    String words = each.command() + " " + each.arguments().replace("@", folder.toString());
    StringWriter said = new StringWriter();
    int code =
        SluiceCommands.tree()
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(words.split(" "));
    assertThat(code).as(said.toString()).isEqualTo(each.code());
  }

  @Test
  void noDocumentedCodeIsWithoutATest() throws IOException {
    Set<String> documented = new TreeSet<>();
    ExitCodes.commands(SluiceCommands.tree())
        .forEach(
            (name, command) ->
                ExitCodes.of(command).keySet().stream()
                    .filter(code -> code != 0 && code != 2)
                    .forEach(code -> documented.add(name + " " + code)));
    Set<String> tested =
        CASES.stream()
            .map(each -> each.command() + " " + each.code())
            .collect(Collectors.toCollection(TreeSet::new));
    tested.addAll(ELSEWHERE.keySet());
    tested.addAll(UNSEEN.keySet());
    UNSEEN.forEach(
        (code, takes) -> System.out.println("exit code not seen: " + code + ": " + takes));
    assertThat(tested).isEqualTo(documented);
    assertThat(ELSEWHERE.values())
        .allMatch(file -> Files.isRegularFile(Repository.root().resolve(file)));
  }
}
