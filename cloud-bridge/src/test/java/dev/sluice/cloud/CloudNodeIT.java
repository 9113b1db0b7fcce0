package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.UplinkTopics;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudNodeIT {
  private static final FakeModels MODELS = new FakeModels();
  private static CloudNode node;
  private static int edges;

  private EdgeClient edge;

  @BeforeAll
  static void start(@TempDir Path store) throws Exception {
    node = CloudNode.start(config(List.of()), store, MODELS, List.of(FakeModels.MEAN));
  }

  @AfterAll
  static void stop() {
    node.close();
    assertThat(MODELS.open).hasValue(0);
  }

  @BeforeEach
  void connect() throws MqttException {
    edge = new EdgeClient(node.mqttPort(), new LinkId("edge" + edges++, 7)).connect();
  }

  @AfterEach
  void disconnect() throws MqttException {
    edge.close();
  }

  @Test
  void receivesRunsAndAnswers() throws Exception {
    edge.send(edge.request(1, 0, 1, 1, 1));

    await().until(() -> !edge.answers().isEmpty());
    assertThat(edge.heardReceived(1)).isTrue();
    Envelope.Answer answer = edge.answers().get(0);
    assertThat(answer.status()).isEqualTo(Envelope.Status.OK);
    assertThat(answer.label()).isEqualTo("anomaly");
    assertThat(answer.score()).isEqualTo(0.75f);
    assertThat(answer.modelVersion()).isEqualTo("1.0.0");
  }

  @Test
  void answersPingsEndToEnd() throws Exception {
    edge.send(new Envelope.Ping(edge.link, 99));

    await().until(() -> edge.heard.contains(new Envelope.Pong(edge.link, 99)));
  }

  @Test
  void runsADuplicateOnceAndAnswersItAgain() throws Exception {
    int before = MODELS.runs.get();
    edge.send(edge.request(1, 0, 0, 0, 0));
    await().until(() -> edge.answers().size() == 1);

    edge.send(edge.request(1, 0, 0, 0, 0));

    await().until(() -> edge.answers().size() == 2);
    assertThat(edge.answers().get(1)).isEqualTo(edge.answers().get(0));
    assertThat(MODELS.runs.get() - before).isEqualTo(1);
  }

  @Test
  void keepsTheAnswerForAnEdgeThatWasAway() throws Exception {
    MODELS.allowed.drainPermits();
    try {
      edge.send(edge.request(1, 0, 1, 1, 1));
      await().until(() -> edge.heardReceived(1));
      edge.disconnect();
    } finally {
      MODELS.allowed.release(1_000_000);
    }
    await().until(() -> status().contains("\"running\":0"));
    assertThat(edge.answers()).isEmpty();

    edge.connect();
    edge.send(edge.request(1, 0, 1, 1, 1));

    await().until(() -> !edge.answers().isEmpty());
    assertThat(edge.answers()).allMatch(answer -> answer.status() == Envelope.Status.OK);
  }

  @Test
  void answersWhatItCannotRun() throws Exception {
    edge.send(new Envelope.Request(edge.link, 1, "unknown", -1, 5, new float[4]));
    edge.send(edge.request(2, 1, 2));
    edge.send(edge.request(3, -1, -1, -1, -1));
    edge.send(new Envelope.Request(edge.link, 4, "mean", 0, 5, new float[4]));

    await().until(() -> edge.answers().size() == 4);
    assertThat(edge.answers())
        .extracting(Envelope.Answer::requestId, Envelope.Answer::status)
        .containsExactlyInAnyOrder(
            tuple(1L, Envelope.Status.REJECTED),
            tuple(2L, Envelope.Status.REJECTED),
            tuple(3L, Envelope.Status.FAILED),
            tuple(4L, Envelope.Status.EXPIRED));
  }

  @Test
  void dropsWhatIsNoEnvelopeAndGoesOn() throws Exception {
    edge.sendRaw(UplinkTopics.up(edge.link.edgeId()), new byte[] {1, 2, 3});
    edge.send(new Envelope.Ping(edge.link, 1));

    await().until(() -> edge.heard.contains(new Envelope.Pong(edge.link, 1)));
    assertThat(status()).doesNotContain("\"dropped\":0");
  }

  @Test
  void acceptsTheLargestRequest() throws Exception {
    edge.send(edge.request(1, new float[Envelope.FEATURES_MAX]));

    await().until(() -> !edge.answers().isEmpty());
  }

  @Test
  void tellsHealthMetricsAndStatus() throws Exception {
    await().untilAsserted(() -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
    assertThat(get("/health/live").body()).isEqualTo("live\n");
    assertThat(get("/metrics").body())
        .contains(
            "sluice_cloud_requests_total{status=\"ok\"}", "sluice_cloud_queue ", "jvm_memory");
    assertThat(status()).contains("\"models\":[\"mean 1.0.0\"]");
  }

  @Test
  void answersNoPageThatCameByAnotherName() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.adminPort())) {
      socket.setSoTimeout(10_000);
      String request = "GET /api/status HTTP/1.1\r\nHost: evil.example\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 421".length());

      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 421");
    }
  }

  @Test
  void refusesAPortInUseWithOneLine(@TempDir Path other) {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(
            () ->
                CloudNode.start(
                    config(List.of("broker.port=" + node.mqttPort())),
                    other,
                    new FakeModels(),
                    List.of(FakeModels.MEAN)))
        .withMessageContaining("127.0.0.1:" + node.mqttPort())
        .withMessageContaining("--port");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(
            () ->
                CloudNode.start(
                    config(List.of("admin.port=" + node.adminPort())),
                    other,
                    new FakeModels(),
                    List.of(FakeModels.MEAN)))
        .withMessageContaining("admin.port");
  }

  @Test
  void speaksHttp11ToClientsThatCouldDoMore() throws Exception {
    assertThat(get("/health/live").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  private static String status() throws Exception {
    return get("/api/status").body();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.adminPort() + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static CloudConfig config(List<String> more) throws Exception {
    List<String> overrides =
        new ArrayList<>(List.of("broker.port=0", "admin.port=0", "readiness.interval=50ms"));
    overrides.addAll(more);
    return CloudConfig.load(
        Path.of(System.getProperty("sluice.root"), "config", "cloud.yaml"), overrides);
  }
}
