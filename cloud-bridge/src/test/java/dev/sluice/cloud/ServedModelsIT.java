package dev.sluice.cloud;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelTrust;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bridge's models over HTTP, as anybody's program asks them. */
class ServedModelsIT {
  private static final FakeModels MODELS = new FakeModels();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TOKEN = "0123456789abcdef0123";
  private static final String ASKED =
      """
      {"id":"42","inputs":[{"name":"in","shape":[1,4],"datatype":"FP32","data":[[1,1,0.5,0.5]]}],
       "outputs":[{"name":"out"}]}
      """;

  private static Path root;
  private static CloudNode node;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    root = folder;
    node =
        bridge("open", "{port: 0, body-size: 2KB, concurrency: 4, connections: 12, timeout: 2s}");
  }

  @AfterAll
  static void stop() {
    node.close();
    assertThat(MODELS.open).hasValue(0);
  }

  private static CloudNode bridge(String name, String serve) throws Exception {
    Path file = Files.createDirectories(root.resolve(name)).resolve("cloud.yaml");
    Files.writeString(file, "inference: {serve: " + serve + "}\n");
    CloudConfig config = CloudConfig.load(file, List.of("broker.port=0", "admin.port=0"));
    return CloudNode.start(config, root.resolve(name), MODELS, List.of(FakeModels.MEAN));
  }

  private static HttpRequest.Builder request(CloudNode to, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + to.modelPort().orElseThrow() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> infer(String body) throws Exception {
    return send(
        request(node, "/v2/models/mean/infer").POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v2/health/live             | 200 | {\"live\":true}",
        "/v2/models/mean/ready       | 200 | {\"ready\":true}",
        "/v2/models/mean/versions/1.0.0/ready | 200 | {\"ready\":true}",
        "/v2/models/mean             | 200 | {\"name\":\"mean\",\"versions\":[\"1.0.0\"],\"platform\":\"onnxruntime_onnx\",\"inputs\":[{\"name\":\"in\",\"datatype\":\"FP32\",\"shape\":[1,4]}],\"outputs\":[{\"name\":\"out\",\"datatype\":\"FP32\",\"shape\":[1,1]}]}",
        "/v2/models/none             | 404 | {\"error\":\"no such model\"}",
        "/v2/models/mean/versions/2  | 404 | {\"error\":\"the version is 1.0.0\"}",
        "/v2/elsewhere               | 404 | {\"error\":\"no such resource\"}",
      })
  void tellsWhatItHas(String path, int status, String body) throws Exception {
    await().until(() -> send(request(node, "/v2/health/ready")).statusCode() == 200);
    HttpResponse<String> response = send(request(node, path));
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void tellsWhoItIs() throws Exception {
    assertThat(send(request(node, "/v2")).body()).startsWith("{\"name\":\"sluice\",\"version\":\"");
  }

  @Test
  void runsAModelAndAnswersAsTheSpecificationSays() throws Exception {
    HttpResponse<String> response = infer(ASKED);

    assertThat(response.body())
        .startsWith(
            "{\"model_name\":\"mean\",\"model_version\":\"1.0.0\",\"id\":\"42\",\"outputs\":"
                + "[{\"name\":\"out\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[0.75]}],");
    assertThat(response.body()).contains("\"label\":\"anomaly\"", "\"confidence\":0.75");
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,4]       | [1,4,           | 400 | not valid JSON",
        "[1,4]       | [4]             | 400 | input 'in' is FP32 [4], it must be FP32 [1, 4]",
        "FP32        | INT8            | 400 | input 'in' is INT8 [1, 4], it must be FP32 [1, 4]",
        "0.5,0.5     | 0.5             | 400 | input 'in' has 3 values, it must have 4",
        "\"in\"      | \"other\"       | 400 | exactly the input 'in' is expected",
        "\"out\"     | \"logits\"      | 400 | 'out' is the only output",
        "1,1,        | -9,-9,          | 500 | the mean is negative",
      })
  void saysWhatIsWrongWithARequest(String was, String is, int status, String error)
      throws Exception {
    HttpResponse<String> response = infer(ASKED.replace(was, is));
    assertThat(response.body()).startsWith("{\"error\":\"").contains(error);
    assertThat(response.statusCode()).isEqualTo(status);
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    HttpResponse<String> response = infer(" ".repeat(4_000));
    assertThat(response.body()).isEqualTo("{\"error\":\"the body is too large\"}");
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void refusesWhatAWebPageMaySendWithoutAsking() throws Exception {
    HttpResponse<String> response =
        send(
            request(node, "/v2/models/mean/infer")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(ASKED)));
    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void givesUpWhenTheCallerDoesAndTurnsAwayWhatIsTooMuch() throws Exception {
    MODELS.allowed.drainPermits();
    try {
      List<CompletableFuture<HttpResponse<String>>> all =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      HTTP.sendAsync(
                          request(node, "/v2/models/mean/infer")
                              .header("X-Deadline-Ms", "300")
                              .POST(HttpRequest.BodyPublishers.ofString(ASKED))
                              .build(),
                          HttpResponse.BodyHandlers.ofString()))
              .toList();
      await()
          .until(
              () ->
                  all.stream()
                          .filter(CompletableFuture::isDone)
                          .map(CompletableFuture::join)
                          .filter(one -> one.statusCode() == 503)
                          .count()
                      == 4);
      MODELS.allowed.release(1);
      Stream<Integer> rest =
          all.stream().map(CompletableFuture::join).map(HttpResponse::statusCode);
      assertThat(rest).contains(504).filteredOn(status -> status == 503).hasSize(4);
    } finally {
      MODELS.allowed.release(1_000_000);
    }
  }

  @Test
  void hangsUpOnMoreConnectionsThanItHasRoomFor() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (CloudNode small = bridge("small", "{port: 0, connections: 3}")) {
      for (int i = 0; i < 8; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), small.modelPort().orElseThrow()));
      }
      await().until(() -> sockets.stream().filter(ServedModelsIT::isHungUp).count() == 5);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static boolean isHungUp(Socket socket) {
    try {
      socket.setSoTimeout(20);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void answersNobodyByAnotherName() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), node.modelPort().orElseThrow())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /v2 HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 421".length());
      assertThat(new String(status, US_ASCII)).isEqualTo("HTTP/1.1 421");
    }
  }

  @Test
  void wantsTheTokenWhereOneIsSet() throws Exception {
    Path token = Files.writeString(root.resolve("token"), TOKEN + "\n");
    try (CloudNode closed = bridge("closed", "{port: 0, token-file: " + token + "}")) {
      assertThat(send(request(closed, "/v2")).statusCode()).isEqualTo(401);
      assertThat(
              send(request(closed, "/v2").header("Authorization", "Bearer " + TOKEN + "x"))
                  .statusCode())
          .isEqualTo(401);
      assertThat(
              send(request(closed, "/v2").header("Authorization", "Bearer " + TOKEN)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aBridgeAsksAnotherBridgeForAnEdgeNode() throws Exception {
    Path manifest =
        Files.writeString(
            root.resolve("remote.model.yaml"),
            """
            name: remote
            version: "9"
            input: {tensor: in, window: 4}
            output: {tensor: out, labels: [normal, anomaly], threshold: 0.5}
            """);
    Path file = Files.createDirectories(root.resolve("asks")).resolve("cloud.yaml");
    Files.writeString(
        file,
        """
        inference:
          servers:
            - name: other
              url: http://127.0.0.1:%d/
              models: [{manifest: %s, name: mean}]
        """
            .formatted(node.modelPort().orElseThrow(), manifest));
    CloudConfig config = CloudConfig.load(file, List.of("broker.port=0", "admin.port=0"));
    ModelServers servers = ModelServers.open(config.inference().servers(), ModelTrust.EVERYBODY);
    try (CloudNode asks =
            CloudNode.start(config, root.resolve("asks"), new FakeModels(), List.of(), servers);
        EdgeClient edge = new EdgeClient(asks.mqttPort(), new LinkId("far", 3)).connect()) {
      edge.send(
          new Envelope.Request(
              edge.link, 1, "remote", 5_000, 5, new float[] {9, 1, 1, 0.5f, 0.5f}));

      await().until(() -> !edge.answers().isEmpty());
      assertThat(edge.answers().get(0).detail()).isEmpty();
      assertThat(edge.answers().get(0).label()).isEqualTo("anomaly");
      assertThat(edge.answers().get(0).score()).isEqualTo(0.75f);
      assertThat(edge.answers().get(0).modelVersion()).isEqualTo("1.0.0");
      String metrics = admin(asks, "/metrics").body();
      assertThat(metrics)
          .contains(
              "sluice_cloud_backend_replies_total{model=\"remote\",server=\"other\",verdict=\"served\"} 1.0",
              "sluice_cloud_backend_limit{model=\"remote\",server=\"other\"} 8.0");
      assertThat(admin(asks, "/health/model-servers").body()).isEqualTo("other remote closed\n");
      assertThat(admin(asks, "/api/status").body()).contains("\"breaker\":\"closed\"");
    }
  }

  @Test
  void aServerWithAnotherModelIsFoundOutAtTheStart() throws Exception {
    Path manifest =
        Files.writeString(
            root.resolve("wrong.model.yaml"),
            """
            name: mean
            version: "9"
            input: {tensor: in, window: 5}
            output: {tensor: out, labels: [normal, anomaly], threshold: 0.5}
            """);
    Path file = root.resolve("wrong.yaml");
    Files.writeString(
        file,
        "inference: {servers: [{name: other, url: 'http://127.0.0.1:%d', models: [{manifest: %s}]}]}"
            .formatted(node.modelPort().orElseThrow(), manifest));
    CloudConfig config = CloudConfig.load(file, List.of());

    assertThatThrownBy(() -> ModelServers.open(config.inference().servers(), ModelTrust.EVERYBODY))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "model 'mean' of server 'other' is another one: its input 'in' is FP32 [1, 4], the"
                + " manifest says FP32 [1, 5]; correct the manifest or the name");
  }

  private static HttpResponse<String> admin(CloudNode of, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.adminPort() + path)));
  }
}
