package dev.sluice.edge.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that the edge node's configuration file says, checked. */
public record EdgeConfig(
    Node node,
    Listener listener,
    Admin admin,
    Durability durability,
    LimitsConfig limits,
    Inference inference,
    Uplink uplink,
    Placement placement,
    List<RouteConfig> routes) {

  /**
   * @param overrides such as {@code listener.port=1884}
   * @throws ConfigException one line per fault
   */
  public static EdgeConfig load(Path file, List<String> overrides) throws ConfigException {
    return EdgeConfigFile.load(file, overrides).config();
  }

  /**
   * @param id this gateway's name towards the cloud
   */
  public record Node(String id) {}

  /**
   * @param port 0 = any free one
   */
  public record Listener(String host, int port, Duration connectTimeout) {}

  /**
   * @param port 0 = any free one
   */
  public record Admin(String host, int port) {}

  /** What survives the end of the process. */
  public enum Durability {
    /** Nothing: the promise covers outages of the uplink only. */
    MEMORY;

    /** As the file says it. */
    public String word() {
      return "memory";
    }
  }

  /**
   * @param queue requests waiting for a worker
   * @param requests requests without an answer
   * @param devices windows kept
   * @param decodeQueue payloads waiting to be decoded
   * @param models manifests
   */
  public record Inference(
      int workers, int queue, int requests, int devices, int decodeQueue, List<Path> models) {}

  /**
   * @param outbox requests waiting for the link
   * @param window requests on the wire
   * @param packetSize largest packet from the cloud
   */
  public record Uplink(
      boolean enabled,
      String host,
      int port,
      Duration connectTimeout,
      Duration pingInterval,
      Duration stallAfter,
      Duration resendAfter,
      int outbox,
      int window,
      DataSize packetSize,
      Duration reconnectMin,
      Duration reconnectMax) {}

  /**
   * @param policy of routes that name none
   * @param cloudRequestsPerMinute a budget for those routes; only with the adaptive policy
   */
  public record Placement(PolicyName policy, Optional<Integer> cloudRequestsPerMinute) {}
}
