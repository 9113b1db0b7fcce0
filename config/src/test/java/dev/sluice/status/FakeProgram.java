package dev.sluice.status;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Answers on an admin port as a program would; each call gets the next answer. */
final class FakeProgram implements AutoCloseable {
  record Answer(int statusCode, String body) {}

  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Optional<String> authorization = Optional.empty();

  FakeProgram(IntFunction<Answer> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.createContext(
        "/api/",
        exchange -> {
          authorization =
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
          Answer answer = answers.apply(calls.getAndIncrement());
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.statusCode(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Always the same status. */
  static FakeProgram saying(String status) throws IOException {
    return new FakeProgram(call -> new Answer(200, status));
  }

  /** An edge node whose clients have published so many messages. */
  static String edge(String health, long received) {
    return """
    {"node": "gateway-7", "version": "1.2", "uptimeSeconds": 4000.0, "durability": "fsync",
     "health": {"status": "%s", "parts": {"listener": "ok", "uplink": "not connected for 9.0 s"}},
     "policy": "adaptive", "link": "down", "linkSinceSeconds": 9.0, "rttMs": 41.0,
     "requests": 10, "open": 1, "answers": {"edge": 6, "cloud": 3}, "reasons": {"CHEAPER_LOCAL": 6},
     "broker": {"connections": 3, "received": %d, "delivered": 5},
     "models": [{"name": "m1", "version": "1", "inferMsP50": 9.1}],
     "lanes": [{"name": "default", "waiting": 2, "bytes": 2048, "committed": 7}], "journal": null}
    """
        .formatted(health, received);
  }

  static String cloud(boolean ready) {
    return """
    {"ready": %b, "models": ["m1 1"], "requests": 20, "queued": 0, "running": 1, "edges": 2,
     "outcomes": {"ok": 19}, "forward": {"published": 4}}
    """
        .formatted(ready);
  }

  int port() {
    return server.getAddress().getPort();
  }

  Optional<String> authorization() {
    return authorization;
  }

  /** A configuration of an edge node that has this port. */
  Path edgeFile(Path folder, String more) throws IOException {
    return Files.writeString(
        folder.resolve("edge.yaml"),
        "# $schema=edge.schema.json\nnode:\n  id: gateway-7\nadmin:\n  port: %d\n%s"
            .formatted(port(), more));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
