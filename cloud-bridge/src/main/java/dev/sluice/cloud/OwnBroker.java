package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.bridge.BridgeGroup;
import dev.sluice.cloud.bridge.BrokerAccess;
import dev.sluice.cloud.broker.BridgeCredentials;
import dev.sluice.cloud.broker.CommandIntake;
import dev.sluice.cloud.broker.EmbeddedBroker;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.uplink.ForwardedMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The embedded broker, and the gate before it. Commands are taken out of its clients' connections.
 */
final class OwnBroker implements LinkBroker {
  private static final Duration RECONNECT_AFTER = Duration.ofMillis(500);

  private final CloudConfig config;
  private final EmbeddedBroker broker;
  private final BridgeCredentials credentials;
  private final Optional<EdgeGate> gate;

  private OwnBroker(
      CloudConfig config,
      EmbeddedBroker broker,
      BridgeCredentials credentials,
      Optional<EdgeGate> gate) {
    this.config = config;
    this.broker = broker;
    this.credentials = credentials;
    this.gate = gate;
  }

  /**
   * Listens when it returns.
   *
   * @param onFailure told when it can no longer serve
   */
  static OwnBroker open(
      CloudConfig config, Path storeFolder, CommandIntake intake, Runnable onFailure)
      throws StartException {
    BridgeCredentials credentials = BridgeCredentials.random();
    EmbeddedBroker broker = listen(config.broker(), credentials, intake, onFailure);
    try {
      Optional<EdgeGate> gate =
          config.gate().isPresent()
              ? Optional.of(EdgeGate.open(config, storeFolder, broker.port()))
              : Optional.empty();
      return new OwnBroker(config, broker, credentials, gate);
    } catch (StartException e) {
      broker.close();
      throw e;
    }
  }

  private static EmbeddedBroker listen(
      CloudConfig.Broker settings,
      BridgeCredentials credentials,
      CommandIntake intake,
      Runnable onFailure)
      throws StartException {
    try {
      return EmbeddedBroker.start(
          new EmbeddedBroker.Settings(
              settings.host(),
              settings.port(),
              settings.packetSize().bytesAsInt(),
              settings.sessionExpiry()),
          credentials,
          intake,
          onFailure);
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on %s:%d; stop what uses it or give --port N: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
  }

  int port() {
    return broker.port();
  }

  @Override
  public BrokerAccess access() {
    return new BrokerAccess(
        config.broker().host(),
        broker.port(),
        BrokerAccess.Protocol.MQTT_5,
        credentials.username(),
        Optional.of(new BrokerAccess.Login(credentials.username(), credentials.password())),
        Optional.empty(),
        config.broker().packetSize().bytesAsInt(),
        RECONNECT_AFTER,
        RECONNECT_AFTER);
  }

  @Override
  public String place() {
    return "mqtt=%s:%d".formatted(config.broker().host(), broker.port());
  }

  /** Whose store is one has one bridge. */
  @Override
  public Optional<BridgeGroup> group() {
    return Optional.empty();
  }

  @Override
  public Optional<EdgeGate> gate() {
    return gate;
  }

  /** The broker knows who publishes it, and takes no command from there. */
  @Override
  public ForwardedMessage published(ForwardedMessage message) {
    return message;
  }

  @Override
  public void start(NodeLoop loop, BridgeConnection bridge) throws StartException {
    loop.start("the bridge cannot connect to its own broker", bridge::start);
  }

  @Override
  public boolean isHeard() {
    return true;
  }

  @Override
  public void close() {
    gate.ifPresent(EdgeGate::close);
    broker.close();
  }
}
