package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import java.nio.file.Path;
import java.util.Optional;

/** Where the bridge keeps what it writes, for the bridge itself and for commands about it. */
final class StorePlace {
  /** No edge node can have that name, so that it is none among their folders. */
  private static final String PAIRING = "~pairing";

  private StorePlace() {}

  /**
   * Where nothing was said: beside the launcher, or where the program was started.
   *
   * @param data of {@code --data}
   */
  static Path of(CloudConfig config, Optional<Path> data) {
    Path home = Path.of(System.getProperty("sluice.home", "."), "data", "cloud");
    return config
        .store()
        .dir()
        .orElseGet(() -> data.map(folder -> folder.resolve("store")).orElse(home));
  }

  /** What is remembered of the model runtime: not the edge node's, whose libraries are others. */
  static Path trials(Path store) {
    return store.toAbsolutePath().resolveSibling("runtime-trials-" + store.getFileName());
  }

  static Path pairing(Path store) {
    return store.resolve(PAIRING);
  }
}
