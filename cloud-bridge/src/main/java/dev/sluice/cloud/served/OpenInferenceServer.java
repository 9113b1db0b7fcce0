package dev.sluice.cloud.served;

import dev.sluice.inference.openinference.MessageException;
import dev.sluice.inference.openinference.MessageReader;
import dev.sluice.inference.openinference.MessageWriter;
import dev.sluice.inference.openinference.OpenInferenceClient;
import dev.sluice.inference.openinference.TensorMessage;
import dev.sluice.uplink.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Open Inference Protocol, version 2, of this bridge's models. */
public final class OpenInferenceServer {
  private static final Pattern LOCAL_NAME =
      Pattern.compile("localhost|\\[?::1]?|127(\\.[0-9]{1,3}){3}");
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,9}");
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int HEADER_BYTES_MAX = 8_192;

  /**
   * @param token that callers must know; empty for loopback
   * @param tls certificate and key of HTTPS
   * @param timeout of a request that names none, and the longest that it may name
   * @param bodyBytesMax of a request
   * @param concurrency requests that are answered at one time
   */
  public record Settings(
      String host,
      int port,
      Optional<String> token,
      Optional<Map.Entry<Path, Path>> tls,
      Duration timeout,
      int bodyBytesMax,
      int concurrency,
      int connections) {

    /** Without the token. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private final Vertx vertx;
  private final Settings settings;
  private final String version;
  private final Models models;
  private final Callers callers;
  private final HttpServer server;
  private final MessageReader reader = new MessageReader(Envelope.FEATURES_MAX);
  private int running;
  private long answered;
  private long turnedAway;

  /**
   * @param version of this program
   */
  public OpenInferenceServer(Vertx vertx, Settings settings, String version, Models models) {
    this.vertx = vertx;
    this.settings = settings;
    this.version = version;
    this.models = models;
    this.callers = new Callers(vertx, settings.connections());
    this.server =
        vertx
            .createHttpServer(options(settings))
            .connectionHandler(callers::onConnection)
            .requestHandler(routes());
  }

  /** Succeeds with the port. */
  public Future<Integer> start() {
    return server.listen(settings.port(), settings.host()).map(HttpServer::actualPort);
  }

  public Future<Void> close() {
    return server.close();
  }

  /** Requests that were answered, well or not. */
  public long answered() {
    return answered;
  }

  /** Requests and connections that were too many. */
  public long turnedAway() {
    return turnedAway + callers.refused();
  }

  private static HttpServerOptions options(Settings settings) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setIdleTimeout((int) settings.timeout().plus(GRACE).toSeconds() + 1);
    settings
        .tls()
        .ifPresent(
            pair ->
                options
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertPath(pair.getKey().toString())
                            .addKeyPath(pair.getValue().toString())));
    return options;
  }

  private Router routes() {
    Router router = Router.router(vertx);
    router.route().handler(this::admit);
    router
        .get("/v2")
        .handler(call -> answer(call, 200, MessageWriter.server("sluice", version, List.of())));
    router.get("/v2/health/live").handler(call -> flag(call, "live", true));
    router.get("/v2/health/ready").handler(call -> flag(call, "ready", models.ready()));
    for (String model : List.of("/v2/models/:model", "/v2/models/:model/versions/:version")) {
      router.get(model).handler(withModel(OpenInferenceServer::describe));
      router.get(model + "/ready").handler(withModel(this::modelReady));
      // Each on a route of its own: on one route a body is read before anything else.
      router.post(model + "/infer").handler(this::makeRoom);
      router
          .post(model + "/infer")
          .handler(BodyHandler.create(false).setBodyLimit(settings.bodyBytesMax()));
      router.post(model + "/infer").handler(withModel(this::infer));
    }
    router.route().handler(call -> error(call, 404, "no such resource"));
    router.route().failureHandler(OpenInferenceServer::failed);
    return router;
  }

  /** Time for all of it is bounded, and so is who may ask at all. */
  private void admit(RoutingContext call) {
    callers.onRequest(call.request().connection());
    long watch =
        vertx.setTimer(
            settings.timeout().plus(GRACE).toMillis(),
            timer -> call.request().connection().close());
    call.addEndHandler(ended -> vertx.cancelTimer(watch));
    if (settings.token().isPresent()) {
      if (new Bearer(settings.token().get()).isGiven(call.request())) {
        call.next();
      } else {
        call.response().putHeader("WWW-Authenticate", "Bearer");
        error(call, 401, "the token is needed");
      }
      return;
    }
    // A page from elsewhere must not use this through a browser here (DNS rebinding).
    HostAndPort authority = call.request().authority();
    if (authority != null && LOCAL_NAME.matcher(authority.host()).matches()) {
      call.next();
    } else {
      error(call, 421, "use localhost or 127.0.0.1");
    }
  }

  private void makeRoom(RoutingContext call) {
    String type = call.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.startsWith("application/json")) {
      error(call, 415, "the body must be application/json");
    } else if (running >= settings.concurrency()) {
      turnedAway++;
      call.response().putHeader("Retry-After", "1");
      error(call, 503, "too many requests at one time");
    } else {
      running++;
      call.addEndHandler(ended -> running--);
      call.next();
    }
  }

  private Handler<RoutingContext> withModel(ModelHandler handler) {
    return call -> {
      String name = call.pathParam("model");
      Optional<ServedModel> model = models.find(name);
      String wanted = call.pathParam("version");
      if (model.isEmpty()) {
        error(call, 404, "no such model");
      } else if (wanted != null && !wanted.equals(model.get().version())) {
        error(call, 404, "the version is " + model.get().version());
      } else {
        handler.handle(call, model.get());
      }
    };
  }

  private interface ModelHandler {
    void handle(RoutingContext call, ServedModel model);
  }

  private static void describe(RoutingContext call, ServedModel model) {
    answer(call, 200, model.metadata());
  }

  private void modelReady(RoutingContext call, ServedModel model) {
    flag(call, "ready", models.ready() && model.ready());
  }

  private void infer(RoutingContext call, ServedModel model) {
    try {
      Buffer body = call.body().buffer();
      TensorMessage request = reader.read(body == null ? new byte[0] : body.getBytes());
      float[] features = model.features(request);
      Duration patience = patience(call);
      // A model in this process is not interrupted, so that its answer may come too late.
      long late =
          vertx.setTimer(
              Math.max(1, patience.toMillis()), timer -> error(call, 504, "not answered in time"));
      call.addEndHandler(ended -> vertx.cancelTimer(late));
      models.ask(
          model.manifest().name(),
          features,
          System.nanoTime() + patience.toNanos(),
          answer -> onAnswer(call, model, request, answer));
    } catch (MessageException | BadRequestException e) {
      error(call, 400, e.getMessage());
    }
  }

  private Duration patience(RoutingContext call) throws BadRequestException {
    String millis = call.request().getHeader(OpenInferenceClient.DEADLINE_HEADER);
    if (millis == null) {
      return settings.timeout();
    }
    if (!MILLIS.matcher(millis).matches()) {
      throw new BadRequestException(
          OpenInferenceClient.DEADLINE_HEADER + " must be a whole number of milliseconds");
    }
    Duration said = Duration.ofMillis(Long.parseLong(millis));
    return said.compareTo(settings.timeout()) < 0 ? said : settings.timeout();
  }

  private void onAnswer(
      RoutingContext call, ServedModel model, TensorMessage request, Envelope.Answer answer) {
    answered++;
    if (answer.status() != Envelope.Status.OK) {
      error(call, status(answer.status()), answer.detail());
      return;
    }
    answer(
        call,
        200,
        MessageWriter.response(
            model.manifest().name(),
            answer.modelVersion(),
            request.id(),
            model.score(answer.score()),
            Map.of("label", answer.label(), "confidence", answer.confidence())));
  }

  private static int status(Envelope.Status status) {
    return switch (status) {
      case OK -> 200;
      case REJECTED -> 400;
      case EXPIRED -> 504;
      case FAILED -> 500;
      case SHED -> 503;
    };
  }

  private static void failed(RoutingContext call) {
    int status = call.statusCode() >= 400 ? call.statusCode() : 500;
    error(call, status, status == 413 ? "the body is too large" : "the request cannot be served");
  }

  private static void flag(RoutingContext call, String name, boolean value) {
    answer(call, value ? 200 : 503, MessageWriter.flag(name, value));
  }

  private static void error(RoutingContext call, int status, String text) {
    answer(call, status, MessageWriter.error(text));
  }

  private static void answer(RoutingContext call, int status, byte[] body) {
    HttpServerResponse response = call.response();
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(body));
    }
  }
}
