package dev.sluice.cloud.admin;

import dev.sluice.cloud.core.CloudCore;
import dev.sluice.cloud.core.Fleet;
import dev.sluice.uplink.CloudLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code /health/live}, {@code /health/ready}, {@code /health/model-servers}, {@code
 * /health/targets}, {@code /metrics}, {@code /api/status} and {@code /api/fleet}.
 */
public final class AdminServer {
  private static final Pattern LOCAL_NAME =
      Pattern.compile("localhost|\\[?::1]?|127(\\.[0-9]{1,3}){3}");

  private final HttpServer server;
  private final Supplier<Optional<String>> unready;
  private final Supplier<CloudCore.Stats> stats;
  private final Supplier<List<Fleet.Member>> fleet;
  private final Supplier<ForwardStats> forward;
  private final Supplier<List<String>> models;
  private final Supplier<List<BackendStats>> backends;
  private final Supplier<List<TargetStats>> targets;
  private final CloudMetrics metrics;

  /**
   * @param unready why no message would really pass through here; empty when it would
   * @param fleet what edge nodes say of themselves
   * @param models name and version of each
   * @param backends the models that model servers have
   * @param targets engines that get what is forwarded
   */
  public AdminServer(
      Vertx vertx,
      Supplier<Optional<String>> unready,
      Supplier<CloudCore.Stats> stats,
      Supplier<List<Fleet.Member>> fleet,
      Supplier<ForwardStats> forward,
      Supplier<List<String>> models,
      Supplier<List<BackendStats>> backends,
      Supplier<List<TargetStats>> targets,
      CloudMetrics metrics) {
    this.unready = unready;
    this.stats = stats;
    this.fleet = fleet;
    this.forward = forward;
    this.models = models;
    this.backends = backends;
    this.targets = targets;
    this.metrics = metrics;
    // HTTP/1.1 only, as the edge node's.
    HttpServerOptions options =
        new HttpServerOptions().setHttp2ClearTextEnabled(false).setUseAlpn(false);
    this.server = vertx.createHttpServer(options).requestHandler(routes(vertx));
  }

  /** Succeeds with the port. */
  public Future<Integer> start(String host, int port) {
    return server.listen(port, host).map(HttpServer::actualPort);
  }

  public Future<Void> close() {
    return server.close();
  }

  private Router routes(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(AdminServer::requireLocalName);
    router.get("/health/live").handler(call -> answer(call, 200, "live"));
    router.get("/health/ready").handler(this::answerReady);
    router.get("/health/model-servers").handler(this::answerServers);
    router.get("/health/targets").handler(this::answerTargets);
    router.get("/metrics").handler(this::answerMetrics);
    router.get("/api/status").handler(call -> call.json(status()));
    router.get("/api/fleet").handler(call -> call.json(FleetJson.fleet(fleet.get())));
    return router;
  }

  /**
   * A web page from elsewhere whose own name resolves to this machine (DNS rebinding) must not read
   * this through a browser here.
   */
  private static void requireLocalName(RoutingContext call) {
    HostAndPort authority = call.request().authority();
    if (authority != null && LOCAL_NAME.matcher(authority.host()).matches()) {
      call.next();
    } else {
      answer(call, 421, "use localhost or 127.0.0.1");
    }
  }

  private void answerReady(RoutingContext call) {
    Optional<String> why = unready.get();
    answer(call, why.isEmpty() ? 200 : 503, why.orElse("ready"));
  }

  /** The bridge serves without them, so that they are no part of its own readiness. */
  private void answerServers(RoutingContext call) {
    List<BackendStats> now = backends.get();
    boolean well = now.stream().allMatch(BackendStats::well);
    answer(call, well ? 200 : 503, now.isEmpty() ? "none" : BackendStats.lines(now));
  }

  /** Edge nodes are served without them: no part of the bridge's own readiness either. */
  private void answerTargets(RoutingContext call) {
    List<TargetStats> now = targets.get();
    boolean well = now.stream().allMatch(TargetStats::well);
    answer(call, well ? 200 : 503, now.isEmpty() ? "none" : TargetStats.lines(now));
  }

  private void answerMetrics(RoutingContext call) {
    call.response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }

  private JsonObject status() {
    CloudCore.Stats now = stats.get();
    CloudLink.Stats link = now.link();
    JsonObject outcomes = new JsonObject();
    now.outcomes()
        .forEach((status, count) -> outcomes.put(status.name().toLowerCase(Locale.ROOT), count));
    return new JsonObject()
        .put("ready", unready.get().isEmpty())
        .put("models", new JsonArray(models.get()))
        .put(
            "modelServers", new JsonArray(backends.get().stream().map(BackendStats::json).toList()))
        .put("queued", now.queued())
        .put("running", now.running())
        .put("outcomes", outcomes)
        .put("edges", link.edges())
        .put("remembered", link.remembered())
        .put("requests", link.requests())
        .put("duplicates", link.duplicates())
        .put("replays", link.replays())
        .put("dropped", link.dropped())
        .put("rivalEpochs", link.rivalEpochs())
        .put("targets", new JsonArray(targets.get().stream().map(TargetStats::json).toList()))
        .put("forward", forwarding(forward.get()));
  }

  private static JsonObject forwarding(ForwardStats now) {
    return new JsonObject()
        .put("lanes", now.received().lanes())
        .put("batches", now.received().batches())
        .put("rivalEpochs", now.received().rivalEpochs())
        .put("waiting", now.waiting())
        .put("storeBytes", now.storeBytes())
        .put("oldestSeconds", now.oldestSeconds())
        .put("published", now.published())
        .put("expired", now.expired())
        .put("unreadable", now.unreadable())
        .put("tooLarge", now.tooLarge())
        .put("refused", now.refused());
  }

  private static void answer(RoutingContext call, int code, String text) {
    call.response()
        .setStatusCode(code)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(text + "\n");
  }
}
