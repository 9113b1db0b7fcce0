package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.TestClient.Received;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract of the inference routes, with real models and real clients. */
class GatewayIT {
  @TempDir static Path folder;
  static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.start(folder);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static JsonNode json(Received received) {
    return JsonMapper.shared().readTree(received.text());
  }

  @Test
  void aDevicePublishesAsAlwaysAndReadsTheAnswerOnAnotherTopic() throws Exception {
    try (TestClient device = gateway.client("dev-1").subscribe("sensors/a/vibration/inference")) {
      device.publish("sensors/a/vibration", RunningGateway.frame("17"));
      Received answer = device.next();
      assertThat(json(answer).get("id").asString()).isEqualTo("17");
      assertThat(json(answer).get("label").asString()).isIn("normal", "anomaly");
      assertThat(json(answer).get("inferMs").asDouble()).isPositive();
      assertThat(answer.user("x-status")).isEqualTo("ok");
      assertThat(answer.user("x-placement")).isEqualTo("edge");
      assertThat(answer.user("x-reason")).isNotEmpty();
      assertThat(answer.user("x-model")).isEqualTo("vibration-heavy");
    }
  }

  @Test
  void everyMessageHasExactlyOneAnswer() throws Exception {
    int count = 200;
    try (TestClient device = gateway.client("dev-2").subscribe("sensors/b/vibration/inference")) {
      for (int i = 0; i < count; i++) {
        device.publish("sensors/b/vibration", RunningGateway.frame(Integer.toString(i)));
      }
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < count; i++) {
        assertThat(ids.add(json(device.next()).get("id").asString())).as("first answer").isTrue();
      }
      assertThat(ids).hasSize(count);
      assertThat(device.soFar()).isEmpty();
    }
  }

  @Test
  void anAnswerNeverMatchesARouteItself() throws Exception {
    try (TestClient device = gateway.client("dev-3").subscribe("all/#")) {
      device.publish("all/x", RunningGateway.frame("1"));
      device.publish("all/y", RunningGateway.frame("2"));
      Set<String> topics = new HashSet<>();
      for (int i = 0; i < 4; i++) {
        topics.add(device.next().topic());
      }
      assertThat(topics)
          .containsExactlyInAnyOrder("all/x", "all/y", "all/x/inference", "all/y/inference");
    }
  }

  @Test
  void aPayloadThatCannotBeReadIsAnsweredWithOneClearLine() throws Exception {
    try (TestClient device = gateway.client("dev-4").subscribe("sensors/c/vibration/inference")) {
      device.publish("sensors/c/vibration", "{\"values\":[1,\"two\"]}");
      JsonNode answer = json(device.next());
      assertThat(answer.get("status").asString()).isEqualTo("rejected");
      assertThat(answer.get("reason").asString()).isEqualTo("BAD_PAYLOAD");
      assertThat(answer.get("detail").asString()).isNotEmpty().doesNotContain("\n");
    }
  }

  @Test
  void csvRoutesReadCsv() throws Exception {
    try (TestClient device = gateway.client("dev-5").subscribe("csv/a/inference")) {
      device.publish("csv/a", "2014-04-01 00:00:00,19.8\n2014-04-01 00:05:00,20.5\n");
      assertThat(json(device.next()).get("status").asString()).isEqualTo("ok");
    }
  }

  @Test
  void aRequestIsAnsweredOnItsResponseTopicWithItsCorrelationData() throws Exception {
    try (TestClient asker = gateway.client("asker-1").subscribe("my/answers")) {
      MqttProperties properties = TestClient.user("x-priority", "9");
      properties.setResponseTopic("my/answers");
      properties.setCorrelationData("c-1".getBytes(StandardCharsets.UTF_8));
      asker.publish("infer/vibration/request", RunningGateway.frame("r1"), properties);
      Received answer = asker.next();
      assertThat(answer.topic()).isEqualTo("my/answers");
      assertThat(answer.message().getProperties().getCorrelationData())
          .isEqualTo("c-1".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.user("x-model")).isEqualTo("vibration-heavy");
    }
  }

  @Test
  void aRequestWithoutResponseTopicIsAnsweredToItsSenderAlone() throws Exception {
    try (TestClient asker =
            gateway.client("asker-2").subscribe("infer/vibration/response/asker-2");
        TestClient spy = gateway.client("spy").subscribe("#")) {
      asker.publish("infer/vibration/request", RunningGateway.frame("r2"));
      assertThat(json(asker.next()).get("id").asString()).isEqualTo("r2");
      asker.publish("other/topic", "end");
      for (Received seen = spy.next(); !seen.text().equals("end"); seen = spy.next()) {
        assertThat(seen.topic()).doesNotContain("/response/");
      }
    }
  }

  @Test
  void aPropertyThatCannotBeReadIsNamed() throws Exception {
    try (TestClient device = gateway.client("dev-6").subscribe("sensors/d/vibration/inference")) {
      device.publish(
          "sensors/d/vibration",
          RunningGateway.frame("1"),
          TestClient.user("x-deadline-ms", "soon"));
      Received answer = device.next();
      assertThat(answer.user("x-status")).isEqualTo("rejected");
      assertThat(json(answer).get("detail").asString()).startsWith("x-deadline-ms");
    }
  }

  @Test
  void aDeadlineThatNobodyCanMakeIsStillAnsweredOnce() throws Exception {
    try (TestClient device = gateway.client("dev-7").subscribe("sensors/e/vibration/inference")) {
      device.publish(
          "sensors/e/vibration", RunningGateway.frame("1"), TestClient.user("x-deadline-ms", "1"));
      assertThat(device.next().user("x-status")).isIn("degraded", "late", "expired", "ok");
    }
  }

  @Test
  void metricsCountWhatWasAnswered() throws Exception {
    try (TestClient device = gateway.client("dev-8").subscribe("sensors/f/vibration/inference")) {
      device.publish("sensors/f/vibration", RunningGateway.frame("1"));
      device.next();
    }
    HttpClient http = HttpClient.newHttpClient();
    URI metrics = URI.create("http://127.0.0.1:" + gateway.adminPort() + "/metrics");
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> {
              String text =
                  http.send(
                          HttpRequest.newBuilder(metrics).build(),
                          HttpResponse.BodyHandlers.ofString())
                      .body();
              assertThat(text)
                  .containsPattern("sluice_inference_answers_total\\{placement=\"edge\"\\} [1-9]")
                  .containsPattern("sluice_inference_seconds_count\\{model=\"vibration-heavy\"\\}");
            });
  }
}
