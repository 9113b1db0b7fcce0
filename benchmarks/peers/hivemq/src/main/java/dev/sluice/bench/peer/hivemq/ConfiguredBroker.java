package dev.sluice.bench.peer.hivemq;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HiveMQ CE in this process, with a configuration and a folder of its own. */
final class ConfiguredBroker {
  private ConfiguredBroker() {}

  /**
   * Listens when it returns, and keeps the process alive.
   *
   * @param folder for all that it writes; found again at the next start
   */
  static void start(Path folder, String config) throws IOException {
    Path configFolder = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(configFolder.resolve("config.xml"), config);
    EmbeddedHiveMQ broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(configFolder)
            .withDataFolder(Files.createDirectories(folder.resolve("data")))
            .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
            .build();
    broker.start().join();
  }
}
