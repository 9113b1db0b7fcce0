package dev.sluice.cloud.pairing;

import dev.sluice.cloud.pairing.Admission.Reply;
import dev.sluice.config.ConfigException;
import dev.sluice.tls.TlsFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS port where edge nodes get their certificates, on threads of its own: {@code POST
 * /v1/pair} with a token, {@code POST /v1/renew} with the certificate that a node has.
 */
public final class PairServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairServer.class);
  private static final int BODY_BYTES_MAX = 16 << 10;
  private static final int IDLE_SECONDS = 10;
  private static final int WORKERS = 2;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int BROKEN = 500;

  /**
   * @param port 0 for a free one
   * @param gateHost what edge nodes are told to connect to
   */
  public record Settings(String host, int port, String gateHost, int gatePort) {}

  private final Settings settings;
  private final Admission admission;
  private final GuessLimit guesses = new GuessLimit();
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(WORKERS));
  private final HttpServer server;

  public PairServer(Settings settings, TlsFiles tls, Admission admission) {
    this.settings = settings;
    this.admission = admission;
    HttpServerOptions options = new HttpServerOptions();
    options.setSsl(true);
    options.setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager()));
    options.setTrustOptions(TrustOptions.wrap(tls.trustManager().orElseThrow()));
    options.setClientAuth(ClientAuth.REQUEST);
    options.setIdleTimeout(IDLE_SECONDS);
    options.setIdleTimeoutUnit(TimeUnit.SECONDS);
    options.setSslHandshakeTimeout(IDLE_SECONDS);
    options.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    this.server = vertx.createHttpServer(options).requestHandler(router());
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.post("/v1/*").handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
    router.post("/v1/pair").handler(this::onPair);
    router.post("/v1/renew").handler(this::onRenew);
    // Without it the router logs each of them, as often as a caller likes.
    router
        .route()
        .failureHandler(
            call -> refuse(call, Math.max(BAD_REQUEST, call.statusCode()), "cannot be served"));
    return router;
  }

  /** The port, once it listens. */
  public Future<Integer> start() {
    return server.listen(settings.port(), settings.host()).map(HttpServer::actualPort);
  }

  private void onPair(RoutingContext call) {
    String address = call.request().remoteAddress().hostAddress();
    if (!guesses.isHeard(address, System.nanoTime())) {
      refuse(call, TOO_MANY, "too many wrong tokens from there; wait a minute");
      return;
    }
    String token = field(call, "token");
    String request = field(call, "request");
    vertx
        .<Reply>executeBlocking(() -> admission.pair(token, request))
        .onSuccess(
            reply -> {
              if (reply instanceof Reply.Refused) {
                guesses.wrong(address, System.nanoTime());
              }
              answer(call, reply);
            })
        .onFailure(e -> broken(call, e));
  }

  private void onRenew(RoutingContext call) {
    String request = field(call, "request");
    Callable<Reply> renewal = () -> admission.renew(shownBy(call.request()), request);
    vertx
        .executeBlocking(renewal)
        .onSuccess(reply -> answer(call, reply))
        .onFailure(
            e -> {
              if (e instanceof SSLPeerUnverifiedException) {
                refuse(call, FORBIDDEN, "a certificate has to be shown");
              } else {
                broken(call, e);
              }
            });
  }

  private static X509Certificate shownBy(HttpServerRequest request)
      throws SSLPeerUnverifiedException {
    if (request.sslSession().getPeerCertificates()[0] instanceof X509Certificate found) {
      return found;
    }
    throw new SSLPeerUnverifiedException("no X.509 certificate");
  }

  /** Empty for what is not there, or no text. */
  private static String field(RoutingContext call, String name) {
    try {
      JsonObject body = call.body().asJsonObject();
      return body != null && body.getValue(name) instanceof String text ? text : "";
    } catch (DecodeException | ClassCastException e) {
      return "";
    }
  }

  private void answer(RoutingContext call, Reply reply) {
    if (reply instanceof Reply.Certified certified) {
      call.json(
          new JsonObject()
              .put("edge", certified.edgeId())
              .put("certificate", certified.certificate())
              .put("authority", certified.authority())
              .put("host", settings.gateHost())
              .put("port", settings.gatePort()));
    } else if (reply instanceof Reply.Refused refused) {
      refuse(call, FORBIDDEN, refused.why());
    }
  }

  private static void refuse(RoutingContext call, int status, String why) {
    call.response().setStatusCode(status);
    call.json(new JsonObject().put("error", why));
  }

  private static void broken(RoutingContext call, Throwable e) {
    String kind = e instanceof IOException || e instanceof ConfigException ? "files" : "bug";
    LOG.warn("event=pairing-failed kind={} cause=\"{}\"", kind, e.toString());
    refuse(call, BROKEN, "the bridge cannot do that now; see its log");
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
