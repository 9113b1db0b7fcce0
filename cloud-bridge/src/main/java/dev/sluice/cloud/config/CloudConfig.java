package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.config.DataSize;
import dev.sluice.inference.ModelTrust;
import dev.sluice.uplink.Envelope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The configuration of one cloud bridge; {@code cloud.schema.json} explains each field. */
public record CloudConfig(
    Broker broker,
    Admin admin,
    Inference inference,
    Link link,
    Store store,
    Down down,
    Map<String, Target> targets,
    Optional<Gate> gate,
    Optional<BackboneUse> backbone,
    Readiness readiness) {
  private static final String SCHEMA = "/schema/cloud.schema.json";

  /** By its form, without asking a name server. */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|::1|127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");

  /** The largest request, and what MQTT and the envelope put around it. */
  private static final int PACKET_BYTES_MIN = Envelope.FEATURES_MAX * Float.BYTES + 1_024;

  private static final int PACKET_BYTES_LIMIT = 256 * 1_024 * 1_024;

  /**
   * The MQTT broker that edge nodes and this process meet at.
   *
   * @param external without it: an embedded one, which listens at {@code host} and {@code port}
   */
  public record Broker(
      String host,
      int port,
      DataSize packetSize,
      Duration sessionExpiry,
      Optional<ExternalBroker> external) {}

  /** The HTTP port of operators and probes. */
  public record Admin(String host, int port) {}

  /**
   * What runs the models.
   *
   * @param trustedKeys public keys whose signatures count; none: signatures are not looked at
   * @param unsigned what becomes of models without signature
   * @param batch requests that one run of a model takes together
   * @param servers that have models which do not run here
   * @param chat models that answer with text
   * @param serve where models are offered to others; empty for nowhere
   */
  public record Inference(
      int workers,
      int queue,
      List<Path> models,
      List<Path> trustedKeys,
      ModelTrust.Unsigned unsigned,
      Batch batch,
      List<ModelServer> servers,
      List<ChatModel> chat,
      Optional<Serving> serve) {}

  /**
   * Requests that are run together, where the model takes several rows.
   *
   * @param size the most of one run
   * @param maxWait the longest that one waits for others; a quarter of the time that it has, where
   *     that is less
   */
  public record Batch(int size, Duration maxWait) {}

  /** What is remembered of requests and edge nodes. */
  public record Link(Duration grace, Duration keepDeferred, int requests, int edges) {}

  /**
   * Where forwarded messages wait until they are published.
   *
   * @param dir empty for the place that the program chooses
   * @param laneSize the most of one lane of one edge node
   */
  public record Store(Optional<Path> dir, DataSize laneSize) {}

  /**
   * What edge nodes get of this broker's messages.
   *
   * @param allow filters that they may ask for, in which {@code {node}} stands for their name
   * @param laneSize the most of one lane of one node
   * @param maxAge after which what waits is worth nothing
   */
  public record Down(List<String> allow, DataSize laneSize, Duration maxAge) {}

  /**
   * An engine that gets what edge nodes forward.
   *
   * @param kind of engine, such as {@code redis}
   * @param topics filters of messages that it gets
   * @param key of records that keep their order, with {@code {node}}, {@code {topic}} and {@code
   *     {topic.N}}
   * @param stream of the engine, with the same places
   * @param whenFull what happens to its messages when they fill the store
   * @param settings of the kind; files are absolute
   */
  public record Target(
      String kind,
      List<String> topics,
      String key,
      String stream,
      WhenFull whenFull,
      Map<String, String> settings) {
    private static final String FILE = "-file";

    /** What happens when a lane of the store is full of messages that this target lacks. */
    public enum WhenFull {
      /** The lane takes nothing more, for anybody; edge nodes keep what they have. */
      WAIT,
      /** The target goes without the older half of them. */
      SKIP
    }

    private Target in(Path folder) {
      Map<String, String> resolved = new LinkedHashMap<>(settings);
      resolved.replaceAll(
          (name, value) -> name.endsWith(FILE) ? folder.resolve(value).toString() : value);
      return new Target(kind, topics, key, stream, whenFull, Map.copyOf(resolved));
    }
  }

  /**
   * Where edge nodes of other machines connect.
   *
   * @param port of MQTT over TLS with certificates of both sides
   * @param pairPort where nodes get their certificates, by HTTPS
   * @param names by which edge nodes know this machine, the best first
   * @param certificateLife of those that edge nodes get
   * @param connections at one time
   * @param connectTimeout for handshake and CONNECT together
   */
  public record Gate(
      String host,
      int port,
      int pairPort,
      List<String> names,
      Duration certificateLife,
      int connections,
      Duration connectTimeout) {}

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
    CloudConfig config = source.as(CloudConfig.class).in(file.toAbsolutePath().getParent());
    requireLoopback(source, "broker.host", config.broker().host());
    requireLoopback(source, "admin.host", config.admin().host());
    new ServerRules(source).check(config.inference());
    if (config.broker().external().isPresent()) {
      new ExternalRules(source).check(config.broker().external().get(), config.down().allow());
    }
    if (config.backbone().isPresent()) {
      new BackboneRules(source).check(config.backbone().get());
    }
    long packetBytes = config.broker().packetSize().bytes();
    if (packetBytes < PACKET_BYTES_MIN || packetBytes >= PACKET_BYTES_LIMIT) {
      throw source.fault(
          "broker.packet-size",
          "must be at least 65KB, for the largest request, and less than 256MB");
    }
    return config;
  }

  /**
   * A fault that only the program finds, such as a setting that an engine does not know.
   *
   * @param file and overrides as they were given to {@link #load}
   * @param field such as {@code targets.shelf.kind}
   * @return one line with the place of the field
   */
  public static ConfigException fault(Path file, List<String> overrides, String field, String what)
      throws ConfigException {
    return ConfigFile.load(file, SCHEMA, overrides).fault(field, what);
  }

  private CloudConfig in(Path folder) {
    Map<String, Target> resolved = new LinkedHashMap<>(targets);
    resolved.replaceAll((name, target) -> target.in(folder));
    return new CloudConfig(
        broker,
        admin,
        inference,
        link,
        store,
        down,
        Map.copyOf(resolved),
        gate,
        backbone.map(use -> use.in(folder)),
        readiness);
  }

  /** Nobody is authenticated yet: what listens must be out of reach from other machines. */
  private static void requireLoopback(ConfigFile source, String field, String host)
      throws ConfigException {
    if (!isLoopback(host)) {
      throw source.fault(
          field,
          "must be a loopback address such as 127.0.0.1, because clients are not checked; edge nodes"
              + " of other machines come in by 'gate', with certificates");
    }
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }
}
