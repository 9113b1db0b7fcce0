package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.guard.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/**
 * HTTP with model servers. No redirect is followed, no cookie kept, and no more of a body is read
 * than its bound; time is bounded by whoever cancels. Thread-safe.
 */
public final class ServerHttp {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final int THREADS = 2;

  private final HttpClient client;

  /** Servers by HTTPS are those that the JDK trusts. */
  public ServerHttp() {
    this.client = builder().build();
  }

  private ServerHttp(SSLContext trust) {
    this.client = builder().sslContext(trust).build();
  }

  /**
   * Servers by HTTPS are those whose certificate is in the file, or by one that is.
   *
   * @param authorities PEM
   * @throws ModelException naming the file, when it holds none
   */
  public static ServerHttp trusting(Path authorities) throws ModelException {
    return new ServerHttp(TrustedAuthorities.read(authorities));
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_MAX)
        .executor(threads());
  }

  /** What came over the wire, or why nothing did. */
  public sealed interface Response {
    /** A whole response. */
    record Whole(int status, byte[] body) implements Response {}

    /** None, or not a whole one. */
    record Lost(Verdict verdict, String detail) implements Response {}
  }

  /**
   * @param path below the server's URL, beginning with a slash
   */
  public static HttpRequest.Builder request(ServerSettings server, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    server.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /**
   * @param done told once, on a thread of the client, unless it is cancelled before
   */
  public Cancellation send(HttpRequest request, int bodyMax, Consumer<? super Response> done) {
    return send(request, BoundedBody.upTo(bodyMax), done);
  }

  private Cancellation send(
      HttpRequest request, BodyHandler<byte[]> body, Consumer<? super Response> done) {
    CompletableFuture<HttpResponse<byte[]>> sending = client.sendAsync(request, body);
    AtomicBoolean cancelled = new AtomicBoolean();
    CompletableFuture<Void> unused =
        sending
            .handle(ServerHttp::response)
            .thenAccept(
                response -> {
                  if (!cancelled.get()) {
                    done.accept(response);
                  }
                });
    return () -> {
      cancelled.set(true);
      sending.cancel(true);
    };
  }

  /**
   * As {@link #send}, but the body of a response 200 goes to the stream as it comes.
   *
   * @param bodyMax of other bodies
   * @param done told once after the stream's last bytes, with an empty body where the stream had it
   */
  public Cancellation stream(
      HttpRequest request, int bodyMax, StreamedBody.Sink sink, Consumer<? super Response> done) {
    return send(request, StreamedBody.into(sink, bodyMax), done);
  }

  private static Response response(HttpResponse<byte[]> response, Throwable fault) {
    return fault == null ? new Response.Whole(response.statusCode(), response.body()) : lost(fault);
  }

  private static Response lost(Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnresolvedAddressException) {
      return new Response.Lost(Verdict.UNREACHABLE, "cannot be reached");
    }
    if (cause instanceof SSLHandshakeException) {
      return new Response.Lost(
          Verdict.UNREACHABLE, "cannot be asked: its certificate is not trusted");
    }
    if (cause instanceof BoundedBody.TooLongException) {
      return new Response.Lost(Verdict.NONSENSE, "sent " + cause.getMessage());
    }
    return cause instanceof IOException
        ? new Response.Lost(Verdict.BROKEN, "broke off, or spoke no HTTP")
        : new Response.Lost(Verdict.BROKEN, "failed: " + cause.getClass().getSimpleName());
  }

  private static ExecutorService threads() {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "sluice-model-http-" + number.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        };
    return Executors.newFixedThreadPool(THREADS, daemons);
  }
}
