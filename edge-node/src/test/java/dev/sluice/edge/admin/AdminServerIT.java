package dev.sluice.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.core.EdgeStatus.Link;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The admin server as a caller on this machine meets it. */
@Timeout(60)
final class AdminServerIT {
  private static final String LOCALHOST = "127.0.0.1";

  private final AtomicLong now = new AtomicLong();
  private final StatusBoard board = new StatusBoard(now::get);
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    port = start(0);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private int start(int wanted) throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    EdgeMetrics metrics = new EdgeMetrics(board, registry);
    return new AdminServer(
            vertx,
            new AdminServer.Entry(LOCALHOST, wanted, Optional.empty(), Optional.empty()),
            board,
            metrics,
            registry,
            new ModelPages(this::rollBack))
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private Future<Boolean> rollBack(String model) {
    return switch (model) {
      case "old" -> Future.succeededFuture(true);
      case "first" -> Future.succeededFuture(false);
      default -> Future.failedFuture(new IllegalArgumentException("no route uses it"));
    };
  }

  private HttpResponse<String> post(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + LOCALHOST + ":" + port + path))
            .POST(HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aModelIsRolledBackForWhoeverCanSendAHeader() throws Exception {
    assertThat(post("/api/models/old/rollback").statusCode()).isEqualTo(403);
    assertThat(post("/api/models/old/rollback", "X-Sluice", "1").statusCode()).isEqualTo(200);
    assertThat(post("/api/models/first/rollback", "X-Sluice", "1").statusCode()).isEqualTo(409);
    HttpResponse<String> unknown = post("/api/models/x/rollback", "X-Sluice", "1");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("no route uses it");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + LOCALHOST + ":" + port + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject json(String path) throws IOException, InterruptedException {
    return new JsonObject(get(path).body());
  }

  @Test
  void isLiveButNotReadyWhileTheNodeStarts() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(json("/health/ready"))
        .isEqualTo(new JsonObject("{\"status\":\"not-ready\",\"parts\":{\"node\":\"starting\"}}"));
    assertThat(get("/api/status").statusCode()).isEqualTo(503);
  }

  @Test
  void isReadyWhenEveryPartIsWell() throws Exception {
    board.post(Statuses.healthy());

    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(json("/health/ready").getString("status")).isEqualTo("ready");
  }

  @Test
  void aNodeWithoutLinkServesUnlessTheCallerNeedsTheUplink() throws Exception {
    board.post(Statuses.of(true, 2, new Link(LinkState.STALLED, Duration.ofMillis(4_200))));

    HttpResponse<String> local = get("/health/ready");
    assertThat(local.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(local.body()).getString("status")).isEqualTo("degraded");
    assertThat(new JsonObject(local.body()).getJsonObject("parts").getString("uplink"))
        .isEqualTo("connected but not answering for 4.2 s");
    assertThat(get("/health/ready?uplink=required").statusCode()).isEqualTo(503);
  }

  @Test
  void speaksHttp11ToClientsThatCouldDoMore() throws Exception {
    assertThat(http.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(get("/health/live").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void aLoopThatStopsPostingIsFirstNotReadyThenNotLive() throws Exception {
    board.post(Statuses.healthy());

    now.addAndGet(Health.LOOP_LATE.toNanos());
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);

    now.addAndGet(Health.LOOP_STUCK.toNanos());
    HttpResponse<String> stuck = get("/health/live");
    assertThat(stuck.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(stuck.body()).getString("status")).isEqualTo("stuck");
  }

  @Test
  void statusSaysWhatTheDemoAndThePageRead() throws Exception {
    board.post(Statuses.healthy());

    JsonObject status = json("/api/status");

    assertThat(status.getString("node")).isEqualTo("gateway-1");
    assertThat(status.getString("link")).isEqualTo("up");
    assertThat(status.getString("policy")).isEqualTo("adaptive");
    assertThat(status.getDouble("uptimeSeconds")).isEqualTo(12.5);
    assertThat(status.getDouble("rttMs")).isEqualTo(12.5);
    assertThat(status.getDouble("uplinkMbps")).isEqualTo(3.5);
    assertThat(status.getJsonObject("backlog"))
        .isEqualTo(
            new JsonObject(
                "{\"localQueue\":41,\"localRunning\":42,\"outbox\":43,\"deferred\":44,\"onWire\":45,"
                    + "\"onWireBytes\":46}"));
    assertThat(status.getJsonObject("machine"))
        .isEqualTo(
            new JsonObject(
                "{\"celsius\":81.5,\"heat\":\"warm\",\"speed\":0.75,\"stolen\":0.125,"
                    + "\"waiting\":0.25,\"slowdown\":2.5}"));
    assertThat(status.getJsonObject("answers").getLong("edge")).isEqualTo(31);
    assertThat(status.getJsonObject("answers").getLong("none")).isZero();
    assertThat(status.getJsonObject("statuses").getLong("shed")).isEqualTo(34);
    assertThat(status.getJsonObject("reasons").getLong("CHEAPER_LOCAL")).isEqualTo(35);
    assertThat(status.getJsonObject("decisions").getLong("LOCAL CHEAPER_LOCAL")).isEqualTo(37);
    assertThat(status.getJsonObject("broker").getLong("received")).isEqualTo(1);
    assertThat(status.getJsonArray("models").getJsonObject(0).getString("sha256"))
        .isEqualTo("ab12");
    assertThat(status.getJsonObject("health").getString("status")).isEqualTo("ready");
  }

  @Test
  void metricsAreScrapedAsPrometheusText() throws Exception {
    board.post(Statuses.healthy());

    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body())
        .contains("# TYPE sluice_broker_messages_received_total counter")
        .contains("jvm_memory_used_bytes{")
        .contains(
            "sluice_placement_decisions_total{action=\"local\",reason=\"cheaper_local\"} 37.0");
  }

  @Test
  void thePageNeedsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    assertThat(page.body())
        .contains("/api/status")
        .doesNotContainPattern("(src|href)=\"(https?:)?//");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(404);
    assertThat(get("/..%2fedge.yaml").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://" + LOCALHOST + ":" + port + "/api/status"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(405);
  }

  @Test
  void aForeignHostNameIsNotAnswered() throws Exception {
    board.post(Statuses.healthy());

    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aConnectionBeyondTheLimitIsClosedAndOthersStillServed() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < AdminServer.CONNECTIONS_MAX; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        assertThat(answered(socket)).as("connection %d", i).isTrue();
      }
      assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
      assertThat(answered(sockets.get(0))).isTrue();
      sockets.get(0).close();
      await()
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .until(() -> get("/health/live").statusCode() == 200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static boolean answered(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    return head.indexOf("HTTP/1.1 404") == 0;
  }

  @Test
  void aBusyPortIsAFailureThatNamesTheCause() {
    assertThatThrownBy(() -> start(port)).hasRootCauseInstanceOf(BindException.class);
  }
}
