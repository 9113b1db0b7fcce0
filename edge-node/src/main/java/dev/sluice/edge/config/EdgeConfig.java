package dev.sluice.edge.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.DataSize;
import dev.sluice.inference.ModelTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything that the edge node's configuration file says, checked. */
public record EdgeConfig(
    Node node,
    Listener listener,
    Optional<List<Listener>> listeners,
    AccessConfig access,
    Admin admin,
    Durability durability,
    List<TopicDurability> durabilityByTopic,
    List<TopicConfig> topics,
    Journal journal,
    LimitsConfig limits,
    MqttConfig mqtt,
    Inference inference,
    Uplink uplink,
    Optional<Path> policy,
    ForwardConfig forward,
    Optional<DecisionLog> decisionLog) {

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
  public record Listener(
      String host,
      int port,
      Duration connectTimeout,
      Optional<String> name,
      Optional<Boolean> anonymous,
      Optional<TlsConfig> tls,
      Optional<WebSocket> websocket,
      Optional<Durability> durability) {

    public boolean isLocal() {
      return LoopbackHost.is(host);
    }

    /** What metrics call it. */
    public String label() {
      String kind = websocket.isPresent() ? "ws" : "mqtt";
      return name.orElse(tls.isPresent() ? kind + "s" : kind);
    }

    /** Whether clients are taken that prove nothing. */
    public boolean takesAnonymous(AccessConfig access) {
      return anonymous.orElse(isLocal() && !access.asks());
    }
  }

  /**
   * @param origins of web pages that may connect
   */
  public record WebSocket(String path, List<String> origins) {}

  /** All ways in, the one that others are told of first. */
  public List<Listener> allListeners() {
    return listeners.orElse(List.of(listener));
  }

  /** Where the file says that listener. */
  public String fieldOf(int number) {
    return listeners.isPresent() ? "listeners." + number : "listener";
  }

  /**
   * @param port 0 = any free one
   */
  public record Admin(
      String host, int port, Optional<Path> tokenFile, Optional<TlsConfig.Pair> tls) {

    public boolean isLocal() {
      return LoopbackHost.is(host);
    }
  }

  /**
   * @param dir folder of its own
   * @param maxSize of all its files together
   */
  public record DecisionLog(Path dir, DataSize maxSize) {}

  /** What survives the end of the process. */
  public enum Durability {
    /** What was acknowledged is on the disk: it survives a loss of power. */
    FSYNC,
    /** The operating system has it: it survives the end of the process, not of the machine. */
    OS,
    /** Nothing: the promise covers outages of the uplink only. */
    MEMORY;

    /** As the file says it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Topics that are kept less well than the others.
   *
   * @param topic a filter
   */
  public record TopicDurability(String topic, Durability durability) {}

  /**
   * @param dir empty for the place that the program chooses
   * @param maxSize on disk, beyond which nothing more is accepted
   * @param segmentSize after which a new file is begun
   */
  public record Journal(Optional<Path> dir, DataSize maxSize, DataSize segmentSize) {}

  /**
   * @param queue requests waiting for a worker
   * @param requests requests without an answer
   * @param devices windows kept
   * @param decodeQueue payloads waiting to be decoded
   * @param models manifests
   * @param memory of all models held at once; empty for no limit
   * @param rollbackAfter failures of a version that was installed while running
   * @param trustedKeys public keys whose signatures count; none: signatures are not looked at
   * @param unsigned what becomes of models without signature
   */
  public record Inference(
      int workers,
      int queue,
      int requests,
      int devices,
      int decodeQueue,
      List<Path> models,
      Optional<DataSize> memory,
      int rollbackAfter,
      List<Path> trustedKeys,
      ModelTrust.Unsigned unsigned) {}

  /**
   * @param reportEvery from report to report of how this node is
   * @param outbox requests waiting for the link
   * @param window requests on the wire
   * @param packetSize largest packet from the cloud
   * @param tls empty for plain TCP
   * @param alternatives to it, the most preferred first
   * @param failBackAfter how long a preferred way has to be reachable until it is taken again
   */
  public record Uplink(
      boolean enabled,
      String host,
      int port,
      Duration connectTimeout,
      Duration pingInterval,
      Duration stallAfter,
      Duration resendAfter,
      Duration reportEvery,
      int outbox,
      int window,
      DataSize packetSize,
      Duration reconnectMin,
      Duration reconnectMax,
      Optional<UplinkLogin> login,
      Optional<UplinkTls> tls,
      Optional<String> name,
      List<Alternative> alternatives,
      Duration failBackAfter) {
    /** All of them, the most preferred first. */
    public List<UplinkWay> ways() {
      return UplinkWay.all(this);
    }
  }

  /**
   * Another way to the cloud, as the file says it.
   *
   * @param login of this one; see {@link UplinkWay}
   */
  public record Alternative(
      Optional<String> name,
      String host,
      int port,
      Optional<UplinkLogin> login,
      Optional<UplinkTls> tls) {}

  /**
   * How the cloud's broker knows this node.
   *
   * @param passwordFile holds the password and nothing else
   */
  public record UplinkLogin(String username, Path passwordFile) {}

  /**
   * TLS of the uplink, where both sides show a certificate.
   *
   * @param identity PEM: key and certificate of this node in one file
   * @param ca PEM: who vouches for the bridge
   * @param renew where the next certificate comes from; empty for nowhere
   */
  public record UplinkTls(Path identity, Path ca, Optional<String> renew) {}
}
