package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the handbook writes is what is committed. */
class GeneratedDocumentsTest {
  @TempDir Path folder;

  @Test
  void theConfigurationReferenceIsWhatTheSchemasSay() throws IOException {
    assertThat(Files.readString(Repository.docs().resolve(ConfigurationCommand.FILE)))
        .as("stale: run ./sluice handbook configuration")
        .isEqualTo(ConfigurationPage.text());
  }

  @Test
  void theChartsAreWhatTheLaboratoryFound() throws IOException {
    Path charts = ChartsCommand.folder(Repository.docs());
    for (Map.Entry<String, String> picture : ChartsCommand.pictures(charts).entrySet()) {
      assertThat(Files.readString(charts.resolve(picture.getKey())))
          .as("%s is stale: run ./sluice handbook charts", picture.getKey())
          .isEqualTo(picture.getValue());
    }
  }

  @Test
  void aFieldHasItsBoundsItsDefaultAndItsWords() {
    ConfigField port =
        ConfigField.ofSchema("/schema/edge.schema.json").stream()
            .filter(field -> field.key().equals("admin.port"))
            .findFirst()
            .orElseThrow();
    assertThat(port.type()).isEqualTo("integer, 0 to 65535");
    assertThat(port.defaultValue()).isEqualTo(Optional.of("9464"));
    assertThat(port.description()).contains("port");
  }

  @Test
  void aBarIsAsLongAsItsValue() {
    String svg = GroupedBars.svg("a < b", Map.of("group", Map.of("series", 50.0)));
    assertThat(svg).contains("width=\"240.0\"", "a &lt; b", ">50.0<");
  }

  @Test
  void aMeanIsOverTheSeeds() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.json"),
            """
            {"results": [{"scenario": "s", "policy": "p", "dhr": 0.4},
                         {"scenario": "s", "policy": "p", "dhr": 0.6}]}
            """);
    assertThat(LaboratoryFigures.read(file).percent("dhr").get("s").get("p")).isEqualTo(50.0);
  }

  @Test
  void aWrittenPartLeavesTheRestAlone() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("d.md"),
            "a\n<!-- written by ./sluice handbook x -->\nold\n<!-- end of what was written -->\nz\n");
    GeneratedPart part = new GeneratedPart(file, "x");
    part.write("new\n");
    assertThat(part.read()).isEqualTo("new\n");
    assertThat(Files.readString(file)).startsWith("a\n").endsWith("-->\nz\n");
  }
}
