package dev.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CheckTest {
  private static final Path CONFIG = Path.of(System.getProperty("sluice.root"), "config");
  private static final Path BROKEN = Path.of("src/test/resources/broken");

  @TempDir Path folder;

  static Stream<Path> brokenFiles() throws Exception {
    try (Stream<Path> files = Files.list(BROKEN)) {
      return files.sorted().toList().stream();
    }
  }

  /** The first line of each file says where its fault is, and what to read about it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenFiles")
  void everyFaultHasLineColumnAndWhatToWrite(Path file) throws Exception {
    String[] expected = Files.readAllLines(file).get(0).substring(2).split(" ", 2);
    Ran ran = Ran.policy("check", file.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out().lines())
        .singleElement()
        .asString()
        .startsWith(file + ":" + expected[0] + ": ")
        .contains(expected[1]);
  }

  @Test
  void thereAreAtLeastTwentyOfThem() throws Exception {
    assertThat(brokenFiles().count()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void theShippedPoliciesAreGood() {
    Ran ran =
        Ran.policy(
            "check",
            CONFIG.resolve("policy.yaml").toString(),
            CONFIG.resolve("demo/policy.yaml").toString());

    assertThat(ran.exit()).as(ran.out()).isZero();
    assertThat(ran.out().lines())
        .containsExactly(
            CONFIG + "/policy.yaml: ok: 1 routes, 0 of them with guards; placement adaptive",
            CONFIG + "/demo/policy.yaml: ok: 3 routes, 0 of them with guards; placement adaptive");
  }

  @Test
  void countsTextRoutes() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            "text-routes: [{name: c, topic: t/+, model: m, deadline: 30s}]\n");

    assertThat(Ran.policy("check", file.toString()).out())
        .contains("ok: 0 routes, 0 of them with guards; 1 text routes; placement adaptive");
    assertThat(Ran.policy("check", "--no-uplink", file.toString()).out())
        .contains(
            "p.yaml:1:44: text-routes.0.model: cannot be asked while uplink.enabled is false");
  }

  @Test
  void knowsThatANodeWithoutUplinkHasNoCloud() throws Exception {
    Path file = Files.writeString(folder.resolve("p.yaml"), "placement: cloud-only\n");

    assertThat(Ran.policy("check", file.toString()).exit()).isZero();
    assertThat(Ran.policy("check", "--no-uplink", file.toString()).exit()).isEqualTo(1);
  }

  @Test
  void saysTheSameAsJson() throws Exception {
    Path good = Files.writeString(folder.resolve("a.yaml"), "placement: edge-only\n");
    Path bad = Files.writeString(folder.resolve("b.yaml"), "placement: none\nroute: 3\n");
    Ran ran = Ran.policy("check", "--json", good.toString(), bad.toString());
    JsonNode reports = JsonMapper.shared().readTree(ran.out());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(reports.get(0).get("ok").asBoolean()).isTrue();
    assertThat(reports.get(1).get("ok").asBoolean()).isFalse();
    assertThat(reports.get(1).get("faults")).hasSize(2);
  }

  @Test
  void aFileThatIsNotThereIsAFault() {
    Ran ran = Ran.policy("check", folder.resolve("none.yaml").toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("no such file");
  }

  @Test
  void withoutAFileTheUsageIsShown() {
    assertThat(Ran.policy("check").exit()).isEqualTo(2);
  }
}
