package dev.sluice.cloud.broker;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

  private static final int ATTEMPTS_AT_A_FREE_PORT = 5;

  /**
   * Commands that may wait for one of Moquette's session loops, each a message or an
   * acknowledgement of any session on it. What finds it full is thrown away and never acknowledged;
   * with the usual 1,024 a backlog on a busy machine was enough.
   */
  private static final int SESSION_QUEUE = 1 << 16;

  private static final long STOP_MILLIS_MAX = 500;

  private final Server server;
  private final int port;

  private EmbeddedBroker(Server server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Listens when it returns.
   *
   * @param intake gets what clients publish before the broker does
   * @param onFailure told once a session loop has died: the broker must be started again
   * @throws IOException when it cannot listen
   */
  public static EmbeddedBroker start(
      Settings settings, BridgeCredentials bridge, CommandIntake intake, Runnable onFailure)
      throws IOException {
    FilterGuardExtension.enable();
    if (settings.port() != 0) {
      return listen(settings, settings.port(), bridge, intake, onFailure);
    }
    // Moquette tells the port of its own choice too late and through an unguarded map.
    for (int attempt = 1; ; attempt++) {
      try {
        return listen(settings, freePort(settings.host()), bridge, intake, onFailure);
      } catch (IOException taken) {
        if (attempt == ATTEMPTS_AT_A_FREE_PORT) {
          throw taken;
        }
      }
    }
  }

  private static int freePort(String host) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  private static EmbeddedBroker listen(
      Settings settings,
      int port,
      BridgeCredentials bridge,
      CommandIntake intake,
      Runnable onFailure)
      throws IOException {
    var server = new Server();
    FilterGuardExtension.tap(port, () -> new CommandTap(intake, bridge));
    try {
      server.startServer(
          new MemoryConfig(properties(settings, port)),
          List.of(new SessionLoopWatch(onFailure)),
          null, // no TLS
          new BridgeAuthenticator(bridge),
          new TopicRights(bridge.username()));
      return new EmbeddedBroker(server, port);
    } catch (RuntimeException e) {
      FilterGuardExtension.untap(port);
      throw new IOException(e.getMessage(), e);
    }
  }

  public int port() {
    return port;
  }

  /**
   * Closes the port and the connections at once. Moquette then waits seconds for work that nobody
   * can give it any more; nothing is on disk that this would protect, so it does that alone.
   */
  @Override
  public void close() {
    FilterGuardExtension.untap(port);
    var stopping = new Thread(server::stopServer, "sluice-broker-stop");
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(STOP_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Properties properties(Settings settings, int port) {
    var properties = new Properties();
    properties.setProperty(IConfig.HOST_PROPERTY_NAME, settings.host());
    properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
    properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    properties.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "immediate");
    properties.setProperty(IConfig.SESSION_QUEUE_SIZE, Integer.toString(SESSION_QUEUE));
    properties.setProperty(
        IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(settings.messageBytesMax()));
    properties.setProperty(
        IConfig.PERSISTENT_CLIENT_EXPIRATION_PROPERTY_NAME,
        Math.max(1, settings.sessionExpiry().toSeconds()) + "s");
    return properties;
  }
}
