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
 * here, or by the test that is named, because it takes a process, a load, a disk or a planted bug.
 */
class ExitCodesTest {

  /** {@code @} stands for the folder of the broken files. */
  record Case(String command, int code, String arguments) {}

  private static final List<Case> CASES =
      List.of(
          new Case("cloud doctor", 1, "--config @/broken.yaml"),
          new Case("cloud edges", 1, "remove nobody --config @/cloud.yaml --data @/data"),
          new Case("cloud edges remove", 1, "nobody --config @/cloud.yaml --data @/data"),
          new Case("config", 1, "check @/broken.yaml"),
          new Case("config check", 1, "@/broken.yaml"),
          new Case("config diff", 1, "@/edge.yaml"),
          new Case("doctor", 1, "--config @/broken.yaml"),
          new Case("fleet", 4, "--config @/cloud.yaml --set admin.port=1"),
          new Case("package", 1, "--only tar --platform amd64 --program edge --out @/out"),
          new Case("policy", 1, "check @/broken.yaml"),
          new Case("policy check", 1, "@/broken.yaml"),
          new Case("status", 4, "--config @/edge.yaml"),
          new Case("top", 4, "--config @/edge.yaml -n 1"));

  private static final String DEAD_LETTERS =
      "cloud-bridge/src/test/java/dev/sluice/cloud/DeadLettersCommandTest.java";

  private static final String JOURNAL =
      "edge-node/src/test/java/dev/sluice/edge/JournalCommandTest.java";
  private static final String BENCH =
      "benchmarks/src/test/java/dev/sluice/bench/ComparisonTest.java";
  private static final String BRIDGE =
      "cloud-bridge/src/test/java/dev/sluice/cloud/CloudBridgeIT.java";

  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("bench 1", BENCH),
          Map.entry("bench broker 1", BENCH),
          Map.entry("cloud 1", BRIDGE),
          Map.entry("cloud 3", BRIDGE),
          Map.entry("cloud dead-letters 1", DEAD_LETTERS),
          Map.entry("cloud dead-letters replay 1", DEAD_LETTERS),
          Map.entry("demo 1", "devices-sim/src/test/java/dev/sluice/sim/demo/ShowIT.java"),
          Map.entry("edge 3", "packaging/install-test.sh"),
          Map.entry("fleet 1", "config/src/test/java/dev/sluice/status/FleetCommandTest.java"),
          Map.entry("journal 1", JOURNAL),
          Map.entry("journal verify 1", JOURNAL),
          Map.entry("sim 1", "devices-sim/src/test/java/dev/sluice/sim/SimIT.java"),
          Map.entry(
              "sim world 1",
              "devices-sim/src/test/java/dev/sluice/sim/world/WorldCommandTest.java"),
          Map.entry("status 1", "config/src/test/java/dev/sluice/status/StatusCommandTest.java"),
          Map.entry("top 1", "config/src/test/java/dev/sluice/status/TopCommandTest.java"));

  @TempDir Path folder;

  static Stream<Case> cases() {
    return CASES.stream();
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), "# $schema=policy.schema.json\nnonsense: 1\n");
    Files.writeString(
        folder.resolve("cloud.yaml"), "# $schema=cloud.schema.json\ngate: {names: [localhost]}\n");
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
    assertThat(tested).isEqualTo(documented);
    assertThat(ELSEWHERE.values())
        .allMatch(file -> Files.isRegularFile(Repository.root().resolve(file)));
  }
}
