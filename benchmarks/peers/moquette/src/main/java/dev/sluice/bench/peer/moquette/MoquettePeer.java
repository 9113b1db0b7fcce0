package dev.sluice.bench.peer.moquette;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.util.Properties;

/**
 * Moquette on one port of 127.0.0.1 until the process is told to stop: everything in memory, the
 * limits that would throttle the load raised, its telemetry off.
 */
public final class MoquettePeer {
  private static final int MESSAGE_BYTES_MAX = 1 << 20;
  private static final int SESSION_QUEUE = 100_000;

  private MoquettePeer() {}

  /**
   * @param arguments port and an empty folder
   */
  public static void main(String[] arguments) throws IOException {
    Properties config = new Properties();
    config.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    config.setProperty(IConfig.PORT_PROPERTY_NAME, arguments[0]);
    config.setProperty(IConfig.DATA_PATH_PROPERTY_NAME, arguments[1]);
    config.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
    config.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    config.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    set(config, IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, MESSAGE_BYTES_MAX);
    set(config, IConfig.SESSION_QUEUE_SIZE, SESSION_QUEUE);
    Server server = new Server();
    server.startServer(new MemoryConfig(config));
    Runtime.getRuntime().addShutdownHook(new Thread(server::stopServer));
  }

  private static void set(Properties config, String key, int value) {
    config.setProperty(key, Integer.toString(value));
  }
}
