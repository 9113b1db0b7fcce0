package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose native library is not there: it serves, answers in Java, and says so. */
class RuntimeFallbackIT {
  private static final String YAML =
      """
      node: {id: old-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal}
      inference:
        models:
          - MODELS/vibration-light.model.yaml
          - MODELS/surface-heavy.model.yaml
      policy: policy.yaml
      """;

  private static final String POLICY =
      """
      placement: adaptive
      routes:
        - {name: vibration, topic: sensors/+/vibration, model: vibration-light, deadline: 5s}
        - {name: surface, topic: cams/+/frame, model: surface-heavy, deadline: 2s}
      """;

  @TempDir Path folder;

  private EdgeProcess node() throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    EdgeProcess node =
        new EdgeProcess(folder, YAML.replace("MODELS", RunningGateway.MODELS.toString()), "96m");
    Path nowhere = Files.createDirectories(folder.resolve("nowhere"));
    Files.writeString(
        folder.resolve("java.args"),
        "\n\"-Donnxruntime.native.path=" + nowhere + "\"",
        StandardOpenOption.APPEND);
    return node;
  }

  private static void assertAnswers(EdgeProcess node) throws Exception {
    try (TestClient client = new TestClient(node.port(), "c")) {
      client.subscribe("+/+/+/inference");
      client.publish("sensors/a/vibration", RunningGateway.frame("1"));
      assertThat(client.next().text())
          .contains("\"status\":\"ok\"")
          .contains("\"placement\":\"edge\"")
          .contains("\"model\":\"vibration-light\"");
      client.publish("cams/a/frame", new String(new char[64 * 64]));
      // No uplink, and no model here: answered all the same, with why.
      assertThat(client.next().text()).doesNotContain("\"status\":\"ok\"").contains("reason");
    }
  }

  @Test
  void servesAndAnswersInJavaAndSaysSoOnceAStart() throws Exception {
    try (EdgeProcess node = node()) {
      node.start();
      assertAnswers(node);
      List<String> told = node.logLines("event=model-runtime-fallback");
      assertThat(told).hasSize(1);
      assertThat(told.get(0))
          .contains("ONNX Runtime cannot be loaded: ")
          .contains("models run in Java instead");
      assertThat(node.logLines("event=model-unloadable"))
          .singleElement()
          .asString()
          .contains("model surface-heavy")
          .contains("cannot be run in Java");
      node.kill();
      node.start();
      assertAnswers(node);
      assertThat(node.logLines("event=model-runtime-fallback"))
          .hasSize(2)
          .last()
          .asString()
          .contains("remembered in " + folder.resolve("runtime-trials"));
    }
  }
}
