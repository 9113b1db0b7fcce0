package dev.sluice.cloud.broker;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** Moquette, in memory, for edge nodes and the bridge of this process. */
public final class EmbeddedBroker implements AutoCloseable {
  /**
   * @param port 0 for a free one
   * @param messageBytesMax largest MQTT packet accepted
   * @param sessionExpiry how long the session of an edge node that is away is kept
   */
  public record Settings(String host, int port, int messageBytesMax, Duration sessionExpiry) {}

  private final Server server;

  private EmbeddedBroker(Server server) {
    this.server = server;
  }

  /**
   * Listens when it returns.
   *
   * @param onFailure told once a session loop has died: the broker must be started again
   * @throws IOException when it cannot listen
   */
  public static EmbeddedBroker start(
      Settings settings, BridgeCredentials bridge, Runnable onFailure) throws IOException {
    FilterGuardExtension.enable();
    var server = new Server();
    try {
      server.startServer(
          new MemoryConfig(properties(settings)),
          List.of(new SessionLoopWatch(onFailure)),
          null, // no TLS
          new BridgeAuthenticator(bridge),
          new TopicRights(bridge.username()));
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
    return new EmbeddedBroker(server);
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.stopServer();
  }

  private static Properties properties(Settings settings) {
    var properties = new Properties();
    properties.setProperty(IConfig.HOST_PROPERTY_NAME, settings.host());
    properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(settings.port()));
    properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
    properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    properties.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "immediate");
    properties.setProperty(
        IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(settings.messageBytesMax()));
    properties.setProperty(
        IConfig.PERSISTENT_CLIENT_EXPIRATION_PROPERTY_NAME,
        Math.max(1, settings.sessionExpiry().toSeconds()) + "s");
    return properties;
  }
}
