package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MonitoringFilesTest {

  @Test
  void everyAlertSaysWhatItMeansAndWhatToDo() throws IOException {
    JsonNode rules = MonitoringFiles.alerts().at("/groups/0/rules");
    assertThat(rules.size()).isGreaterThan(8);
    for (JsonNode rule : rules) {
      assertThat(rule.at("/labels/severity").asString(""))
          .as(rule.toString())
          .isIn("warning", "critical");
      assertThat(rule.at("/annotations/summary").asString("")).as(rule.toString()).isNotBlank();
      assertThat(rule.at("/annotations/action").asString("")).as(rule.toString()).isNotBlank();
    }
  }

  @Test
  void panelsOfTheDashboardDoNotLieOnEachOther() throws IOException {
    Set<String> cells = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : MonitoringFiles.dashboard().path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("id of " + panel.path("title")).isTrue();
      JsonNode at = panel.path("gridPos");
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(x).isLessThan(24);
          assertThat(cells.add(x + "," + y)).as(panel.path("title").asString()).isTrue();
        }
      }
    }
  }

  @Test
  void prometheusTakesTheRules() throws Exception {
    assertThat(promtool(Repository.root().resolve(MonitoringFiles.ALERTS))).isZero();
  }

  @Test
  void prometheusRefusesARuleThatWasBroken(@TempDir Path folder) throws Exception {
    String rules = Files.readString(Repository.root().resolve(MonitoringFiles.ALERTS));
    Path broken =
        Files.writeString(folder.resolve("rules.yaml"), rules.replace("expr: ", "expr: ("));
    assertThat(promtool(broken)).isEqualTo(1);
  }

  private static int promtool(Path rules) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
        "skipped: no promtool here (Debian's package prometheus)");
    Process promtool =
        new ProcessBuilder("promtool", "check", "rules", rules.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return promtool.waitFor();
  }
}
