package dev.sluice.sim.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks the edge node's admin port how it is. */
final class AdminClient {
  private static final Duration LIMIT = Duration.ofMillis(800);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final HttpRequest request;

  AdminClient(int port) {
    URI address = URI.create("http://127.0.0.1:" + port + "/api/status");
    request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
  }

  /** Empty where it does not answer in time: a busy node is no failure of the demonstration. */
  Optional<EdgeReading> read() throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return Optional.empty();
      }
      return Optional.of(EdgeReading.of(JsonMapper.shared().readTree(answer.body())));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }
}
