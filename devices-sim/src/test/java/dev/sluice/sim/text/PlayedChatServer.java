package dev.sluice.sim.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with OpenAI's interface that does what the first word of the prompt says. */
final class PlayedChatServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATH = "/v1/chat/completions";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger hungUp = new AtomicInteger();

  /** What it was asked, and with which key. */
  final Queue<String> prompts = new ConcurrentLinkedQueue<>();

  final Queue<String> keys = new ConcurrentLinkedQueue<>();

  PlayedChatServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext(PATH, this::serve);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers that could not be told to their end because nobody listened. */
  int hungUp() {
    return hungUp.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    JsonNode messages = request.get("messages");
    String prompt = messages.get(messages.size() - 1).get("content").asString();
    prompts.add(prompt);
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    try (exchange) {
      play(exchange, prompt.split(" "));
    } catch (IOException e) {
      hungUp.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@code say N [MS]}, {@code half N}, {@code garbage}, {@code status N}, {@code hang}. */
  private void play(HttpExchange exchange, String[] words)
      throws IOException, InterruptedException {
    if (words[0].equals("status")) {
      byte[] body = "{\"error\":{\"message\":\"not now\"}}".getBytes(UTF_8);
      exchange.sendResponseHeaders(Integer.parseInt(words[1]), body.length);
      exchange.getResponseBody().write(body);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    switch (words[0]) {
      case "say" -> {
        say(out, Integer.parseInt(words[1]), words.length > 2 ? Long.parseLong(words[2]) : 0);
        event(
            out, "{\"model\":\"tiny-1\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        event(out, "[DONE]");
      }
      case "half" -> say(out, Integer.parseInt(words[1]), 0);
      case "garbage" -> out.write("<html>sorry</html>\n".getBytes(UTF_8));
      default -> over.await();
    }
  }

  /** Words that are numbers, so that a test knows them. */
  static String text(int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(i).append("é ");
    }
    return text.toString();
  }

  private void say(OutputStream out, int words, long pauseMs)
      throws IOException, InterruptedException {
    for (int i = 0; i < words; i++) {
      event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + i + "é \"}}]}");
      if (pauseMs > 0 && over.await(pauseMs, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
