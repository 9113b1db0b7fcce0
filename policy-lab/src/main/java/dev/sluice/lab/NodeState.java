package dev.sluice.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running node's state by its status page, as settings of a {@link StateConfig}. The page says
 * how long a model took when it was loaded, not what it takes lately, and nothing of deviations.
 */
final class NodeState {
  private static final int PATIENCE_MS = 5_000;
  private static final int BYTES_MAX = 1 << 20;

  private NodeState() {}

  /**
   * @param model whose service time counts
   * @throws IOException one line when the node cannot be asked
   */
  static List<String> of(URI node, String model) throws IOException {
    return settings(status(node.resolve("/api/status")), model);
  }

  private static JsonNode status(URI uri) throws IOException {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MS);
      connection.setReadTimeout(PATIENCE_MS);
      try (InputStream in = connection.getInputStream()) {
        return JsonMapper.shared().readTree(in.readNBytes(BYTES_MAX));
      } finally {
        connection.disconnect();
      }
    } catch (IOException | JacksonException | ClassCastException | IllegalArgumentException e) {
      throw new IOException(
          "--node " + uri + " cannot be asked: is it the admin address of a node that runs?", e);
    }
  }

  static List<String> settings(JsonNode status, String model) {
    List<String> settings = new ArrayList<>();
    JsonNode backlog = status.path("backlog");
    int running = backlog.path("localRunning").asInt(0);
    settings.add("workers=" + Math.max(1, Math.max(running, status.path("workers").asInt(1))));
    settings.add("busy=" + running);
    settings.add("queue=" + backlog.path("localQueue").asInt(0));
    settings.add("outbox-bytes=" + backlog.path("onWireBytes").asLong(0));
    boolean closed = status.path("breaker").asString("closed").equals("closed");
    boolean up = status.path("link").asString("").equals("up") && closed;
    settings.add("link=" + (up ? "up" : "down"));
    add(settings, "rtt-ms", status.path("rttMs").asDouble(0));
    add(settings, "uplink-mbps", status.path("uplinkMbps").asDouble(0));
    JsonNode machine = status.path("machine");
    add(settings, "celsius", machine.path("celsius").asDouble(0));
    add(settings, "speed", machine.path("speed").asDouble(0));
    add(settings, "stolen", machine.path("stolen").asDouble(0));
    add(settings, "waiting", machine.path("waiting").asDouble(0));
    for (JsonNode held : status.path("models")) {
      if (held.path("name").asString("").equals(model)) {
        add(settings, "edge-ms", held.path("inferMsP50").asDouble(0));
        add(settings, "cloud-ms", held.path("inferMsP50").asDouble(0));
      }
    }
    return settings;
  }

  /** What is not known yet is 0 there. */
  private static void add(List<String> settings, String key, double value) {
    if (value > 0) {
      settings.add(String.format(Locale.ROOT, "%s=%.4f", key, value));
    }
  }
}
