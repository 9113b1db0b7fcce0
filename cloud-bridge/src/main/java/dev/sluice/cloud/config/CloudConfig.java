package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.config.DataSize;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The configuration of one cloud bridge; {@code cloud.schema.json} explains each field. */
public record CloudConfig(
    Broker broker, Admin admin, Inference inference, Link link, Readiness readiness) {
  private static final String SCHEMA = "/schema/cloud.schema.json";

  /** The embedded MQTT broker. */
  public record Broker(String host, int port, DataSize packetSize, Duration sessionExpiry) {}

  /** The HTTP port of operators and probes. */
  public record Admin(String host, int port) {}

  /** What runs the models. */
  public record Inference(int workers, int queue, List<Path> models) {}

  /** What is remembered of requests and edge nodes. */
  public record Link(Duration grace, Duration keepDeferred, int requests, int edges) {}

  /** How the bridge finds out that it works. */
  public record Readiness(Duration interval, Duration within) {
    public Readiness {
      if (within.compareTo(interval) <= 0) {
        throw new IllegalArgumentException("within must be longer than interval");
      }
    }
  }

  /**
   * @param overrides such as {@code broker.port=1884}
   * @throws ConfigException naming every fault, one line each
   */
  public static CloudConfig load(Path file, List<String> overrides) throws ConfigException {
    ConfigFile source = ConfigFile.load(file, SCHEMA, overrides);
    CloudConfig config = source.as(CloudConfig.class);
    requireLoopback(source, "broker.host", config.broker().host());
    requireLoopback(source, "admin.host", config.admin().host());
    return config;
  }

  /** Nobody is authenticated yet: what listens must be out of reach from other machines. */
  private static void requireLoopback(ConfigFile source, String field, String host)
      throws ConfigException {
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw source.fault(field, "is not a known address: " + host);
    }
    throw source.fault(
        field, "must be a loopback address such as 127.0.0.1, because clients are not checked");
  }
}
