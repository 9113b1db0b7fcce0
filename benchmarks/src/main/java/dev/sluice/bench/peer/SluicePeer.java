package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sluice's edge node, started by its launcher: limits, transmit credit, metrics and journal are on.
 */
public final class SluicePeer implements Peer {
  /** Raised only where the default would refuse what the scenarios do. */
  private static final String CONFIG =
      """
      node:
        id: bench
      listener:
        host: 127.0.0.1
        port: %d
      admin:
        host: 127.0.0.1
        port: 0
      limits:
        connections: 20000
      uplink:
        enabled: false
      """;

  private static final String SMALL_HEAP = "-Xmx96m";

  private final Path home;
  private final String javaOptions;

  /**
   * @param home the checkout, built
   * @param javaOptions added to the launcher's, empty for none
   */
  public SluicePeer(Path home, String javaOptions) {
    this.home = home;
    this.javaOptions = javaOptions;
  }

  @Override
  public String name() {
    return "sluice";
  }

  @Override
  public Optional<String> absence() {
    return Files.isExecutable(launcher())
        ? Optional.empty()
        : Optional.of("no launcher at " + launcher());
  }

  private Path launcher() {
    return home.resolve("sluice");
  }

  @Override
  public String version() {
    String version = SluicePeer.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  @Override
  public String settings() {
    return "as ./sluice edge starts it"
        + (javaOptions.isEmpty() ? "" : " with " + javaOptions)
        + "; limits.connections=20000, uplink off, no routes; its journal is on (fsync), though only"
        + " the sessions of the durable cases last; idle connections with "
        + SMALL_HEAP;
  }

  @Override
  public List<String> prepare(Path folder, int port, Heap heap) throws IOException {
    Path config = Files.writeString(folder.resolve("edge.yaml"), CONFIG.formatted(port));
    List<String> words = new ArrayList<>();
    words.add("env");
    words.add("SLUICE_NO_BUILD=1");
    words.add("SLUICE_JAVA_OPTS=" + (heap == Heap.SMALL ? SMALL_HEAP + " " : "") + javaOptions);
    words.addAll(List.of(launcher().toString(), "edge", "--config", config.toString()));
    words.addAll(List.of("--data", folder.toString()));
    return words;
  }
}
