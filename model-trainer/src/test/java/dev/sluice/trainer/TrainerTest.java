package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inference.ModelManifest;
import dev.sluice.sim.signal.AnomalyKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainerTest {
  @TempDir Path folder;

  private static final Evaluation EVALUATION =
      new Evaluation(
          new ModelManifest(
              "pump",
              "3",
              Path.of("pump.onnx"),
              "ab",
              new ModelManifest.Input("x", 64),
              new ModelManifest.Output("y", List.of("normal", "anomaly"), 0.5f)),
          new Confusion(6, 2, 4, 8),
          Map.of(AnomalyKind.DRIFT, 0.25),
          new Confusion(1, 0, 1, 2),
          Map.of("pump.csv", new Confusion(0, 0, 5, 5)),
          Duration.ofNanos(1_250_000));

  @Test
  void missingModelsEndInOneLineAndExitCodeTwo() {
    var errors = new StringWriter();
    int code =
        new CommandLine(new Trainer())
            .setErr(new PrintWriter(errors, true))
            .execute("--evaluate", "--models", folder.toString());
    assertThat(code).isEqualTo(2);
    assertThat(errors.toString())
        .hasLineCount(1)
        .startsWith("train: " + folder.resolve("vibration-light.model.yaml"))
        .contains("no such model manifest");
  }

  @Test
  void anUnknownOptionEndsInExitCodeTwo() {
    var errors = new StringWriter();
    int code =
        new CommandLine(new Trainer()).setErr(new PrintWriter(errors, true)).execute("--sed", "1");
    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).contains("--sed");
  }

  @Test
  void theReportIsATableForPeople() {
    String text = new Report(List.of(EVALUATION), List.of()).text();
    assertThat(text)
        .containsPattern("pump +simulated machines +20 +10 +0\\.750 +0\\.600 +0\\.667 +0\\.700")
        .containsPattern("pump +simulated slow processes +4 +2 +1\\.000 +0\\.500")
        .containsPattern("pump +all recorded series +10 +5 +0\\.000")
        .containsPattern("pump +pump\\.csv +10 +5 +0\\.000 +0\\.000 +0\\.000 +0\\.500")
        .containsPattern("drift +pump 0\\.25")
        .containsPattern("pump +1\\.250 ms");
  }

  @Test
  void theReportIsJsonForPrograms() throws Exception {
    new Report(List.of(EVALUATION), List.of()).write(folder);
    JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("models.json")));
    JsonNode model = json.get(0);
    assertThat(model.get("model").asString()).isEqualTo("pump");
    assertThat(model.get("medianMs").asDouble()).isEqualTo(1.25);
    assertThat(model.get("machines").get("recall").asDouble()).isEqualTo(0.6);
    assertThat(model.get("real").get("pump.csv").get("anomalous").asInt()).isEqualTo(5);
    assertThat(model.get("recallByKind").get("DRIFT").asDouble()).isEqualTo(0.25);
    assertThat(folder.resolve("models.txt")).isNotEmptyFile();
  }
}
