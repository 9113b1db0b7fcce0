package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeReadingIT {
  private HttpServer server;
  private volatile String body = "";
  private volatile int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/status",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsLinkAndBacklog() throws InterruptedException {
    body =
        """
        {"link":{"state":"stalled","rttMs":31.5},
         "backlog":{"localQueue":4,"localRunning":1,"outbox":3,"deferred":2,"onWire":1}}""";
    EdgeReading reading = client().read().orElseThrow();
    assertThat(reading).isEqualTo(new EdgeReading("stalled", 4, 3, 2, 1, 31.5));
    assertThat(reading.waiting()).isEqualTo(10);
  }

  @Test
  void aMeasureThatIsNotKnownYetIsZero() throws InterruptedException {
    body = "{\"link\":{\"state\":\"down\",\"rttMs\":null}}";
    assertThat(client().read()).contains(new EdgeReading("down", 0, 0, 0, 0, 0));
  }

  @Test
  void anAnswerThatIsNoStatusIsNone() throws InterruptedException {
    body = "<html>";
    assertThat(client().read()).isEmpty();
    status = 503;
    body = "{}";
    assertThat(client().read()).isEmpty();
  }

  @Test
  void aServerThatIsGoneIsNone() throws InterruptedException {
    AdminClient client = client();
    server.stop(0);
    assertThat(client.read()).isEmpty();
  }

  private AdminClient client() {
    return new AdminClient(server.getAddress().getPort());
  }
}
