package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.edge.core.Outcome.Status;
import dev.sluice.inference.Prediction;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.offload.Decision;
import dev.sluice.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnswerWriterTest {
  private static final Reply REPLY =
      new Reply(
          TopicName.of("sensors/a/vibration/inference"),
          Qos.AT_LEAST_ONCE,
          Optional.of(Payload.utf8("corr")),
          Optional.empty());

  private static Outcome outcome(Optional<Prediction> prediction, String detail) {
    return new Outcome(
        Routes.VIBRATION,
        Optional.of("17"),
        prediction.isPresent() ? Status.OK : Status.REJECTED,
        prediction.isPresent() ? Placement.CLOUD : Placement.NONE,
        "CHEAPER_CLOUD",
        detail,
        prediction.map(p -> new ModelName("heavy", "3")),
        prediction,
        Decision.UNKNOWN,
        42_500_000L,
        8_123_456L,
        41_000_000L);
  }

  private static JsonNode json(Message message) {
    return JsonMapper.shared()
        .readTree(new String(message.payload().bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void saysTheSameInJsonAndInUserProperties() {
    Message message =
        AnswerWriter.write(outcome(Optional.of(new Prediction("anomaly", .93f, .93f)), ""), REPLY);
    JsonNode json = json(message);
    assertThat(json.get("id").asString()).isEqualTo("17");
    assertThat(json.get("status").asString()).isEqualTo("ok");
    assertThat(json.get("placement").asString()).isEqualTo("cloud");
    assertThat(json.get("reason").asString()).isEqualTo("CHEAPER_CLOUD");
    assertThat(json.get("label").asString()).isEqualTo("anomaly");
    assertThat(json.get("inferMs").asDouble()).isEqualTo(8.123);
    assertThat(json.get("totalMs").asDouble()).isEqualTo(41.0);
    assertThat(json.get("predictedCloudMs").asDouble()).isEqualTo(42.5);
    assertThat(json.has("predictedEdgeMs")).isFalse();
    assertThat(message.properties().user("x-placement")).contains("cloud");
    assertThat(message.properties().user("x-reason")).contains("CHEAPER_CLOUD");
    assertThat(message.properties().user("x-model")).contains("heavy");
    assertThat(message.properties().user("x-model-version")).contains("3");
    assertThat(message.properties().user("x-confidence")).contains("0.930");
    assertThat(message.properties().user("x-infer-ms")).contains("8.123");
    assertThat(message.properties().user("x-total-ms")).contains("41.000");
  }

  @Test
  void returnsTheCorrelationDataAndNeverRetains() {
    Message message = AnswerWriter.write(outcome(Optional.empty(), "why"), REPLY);
    assertThat(message.properties().correlationData()).contains(Payload.utf8("corr"));
    assertThat(message.retain()).isFalse();
    assertThat(message.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
  }

  @Test
  void anErrorHasItsDetailAndNoLabel() {
    JsonNode json =
        json(AnswerWriter.write(outcome(Optional.empty(), "line 1: no \"value\""), REPLY));
    assertThat(json.get("detail").asString()).isEqualTo("line 1: no \"value\"");
    assertThat(json.has("label")).isFalse();
    assertThat(json.has("model")).isFalse();
  }
}
