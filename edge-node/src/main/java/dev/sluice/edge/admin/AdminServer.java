package dev.sluice.edge.admin;

import dev.sluice.edge.core.EdgeStatus;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;

/**
 * The HTTP server of operators: {@code /health/live}, {@code /health/ready}, {@code /metrics},
 * {@code /api/status} and a page that shows it.
 */
public final class AdminServer {
  static final int CONNECTIONS_MAX = 64;
  private static final int IDLE_SECONDS = 60;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /**
   * @param port 0 = any free one
   * @param token what callers have to know; without, they have to be on this machine
   * @param tls keys of HTTPS
   */
  public record Entry(
      String host, int port, Optional<AdminToken> token, Optional<X509KeyManager> tls) {}

  private final Vertx vertx;
  private final Entry entry;
  private final StatusBoard board;
  private final EdgeMetrics metrics;
  private final PrometheusMeterRegistry registry;
  private final ModelPages models;
  private final Buffer page = Buffer.buffer(resource("/admin/status.html"));
  private int connections;

  /**
   * @param registry what {@code metrics} was registered in
   */
  public AdminServer(
      Vertx vertx,
      Entry entry,
      StatusBoard board,
      EdgeMetrics metrics,
      PrometheusMeterRegistry registry,
      ModelPages models) {
    this.vertx = vertx;
    this.entry = entry;
    this.board = board;
    this.metrics = metrics;
    this.registry = registry;
    this.models = models;
  }

  /** Serves on an event loop of its own; the bound port, or a failure such as a busy port. */
  public Future<Integer> listen() {
    Listening listening = new Listening();
    return vertx.deployVerticle(listening).map(id -> listening.server.actualPort());
  }

  /** Deployed, because that is how Vert.x gives an event loop and closes with it. */
  private final class Listening implements Deployable {
    private HttpServer server;
    private JvmMetrics process;

    @Override
    public Future<?> deploy(Context context) {
      process = new JvmMetrics(registry);
      server =
          vertx
              .createHttpServer(options())
              .connectionHandler(AdminServer.this::onConnection)
              .requestHandler(router());
      return server.listen(entry.port(), entry.host());
    }

    @Override
    public Future<?> undeploy(Context context) {
      process.close();
      return server.close();
    }
  }

  /**
   * HTTP/1.1 only: a client of HTTP/2 that asks while an idle connection is being ended fails, and
   * does not ask again by itself.
   */
  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false);
    entry
        .tls()
        .ifPresent(keys -> options.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(keys)));
    return options;
  }

  private void onConnection(HttpConnection connection) {
    if (connections == CONNECTIONS_MAX) {
      connection.close();
      return;
    }
    connections++;
    connection.closeHandler(closed -> connections--);
  }

  private Router router() {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            entry
                .token()
                .<Handler<RoutingContext>>map(token -> token::check)
                .orElse(LocalHosts::check));
    router.get("/health/live").handler(this::live);
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    router.get("/api/status").handler(this::status);
    models.mount(router);
    router.get("/").handler(this::page);
    return router;
  }

  /** Whether a restart would help: only a loop that is stuck is beyond waiting for. */
  private void live(RoutingContext context) {
    boolean stuck = board.age().compareTo(Health.LOOP_STUCK) >= 0;
    JsonObject answer =
        new JsonObject()
            .put("status", stuck ? "stuck" : "live")
            .put("loopAgeSeconds", board.age().toMillis() / 1e3);
    send(context, stuck ? UNAVAILABLE : OK, answer);
  }

  private void ready(RoutingContext context) {
    Health health = health();
    if (context.queryParam("uplink").contains("required")) {
      health = health.requiringUplink(board.latest().map(status -> status.link().state()));
    }
    send(context, health.serves() ? OK : UNAVAILABLE, StatusJson.health(health));
  }

  private Health health() {
    return board.latest().map(status -> Health.of(status, board.age())).orElseGet(Health::starting);
  }

  private void metrics(RoutingContext context) {
    metrics.registerNewLabels();
    context
        .response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(registry.scrape());
  }

  private void status(RoutingContext context) {
    EdgeStatus status = board.latest().orElse(null);
    if (status == null) {
      send(context, UNAVAILABLE, StatusJson.health(Health.starting()));
    } else {
      send(context, OK, StatusJson.status(status, health()));
    }
  }

  private void page(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                + " connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'")
        .end(page);
  }

  private static void send(RoutingContext context, int statusCode, JsonObject body) {
    context
        .response()
        .setStatusCode(statusCode)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(body.encode());
  }

  private static byte[] resource(String name) {
    try (InputStream in = AdminServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
