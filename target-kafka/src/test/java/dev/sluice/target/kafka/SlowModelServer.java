package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server of the Open Inference Protocol whose model takes time and no processor: who asks
 * it is limited by how much it may ask at one time.
 */
public final class SlowModelServer implements AutoCloseable {
  private static final String ANSWER =
      "{\"model_name\":\"slow\",\"model_version\":\"7\",\"outputs\":[{\"name\":\"score\","
          + "\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":[0.9]}]}";

  static {
    // Or the body of an answer waits for the other side to acknowledge its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  public SlowModelServer(int millis) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, millis));
    server.start();
  }

  private void serve(HttpExchange exchange, int millis) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      boolean metadata = exchange.getRequestMethod().equals("GET");
      if (!metadata) {
        asked.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(millis);
      }
      byte[] body = (metadata ? "{\"error\":\"no metadata here\"}" : ANSWER).getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(metadata ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Runs since the start. */
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
