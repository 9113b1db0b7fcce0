package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sluice's edge node as it is installed: unpacked from its tarball, with its class-data archive.
 */
public final class PackagedPeer implements Peer {
  /** As the packaged configuration, without routes and their models. */
  private static final String WITHOUT_MODELS =
      """
      node:
        id: bench
      listener:
        host: 127.0.0.1
        port: %d
      admin:
        host: 127.0.0.1
        port: 0
      uplink:
        enabled: false
      """;

  /** Whether models are loaded when it is measured. */
  public enum Models {
    NONE,
    LOADED
  }

  private final Path home;
  private final Models models;

  /**
   * @param home the unpacked tarball
   */
  public PackagedPeer(Path home, Models models) {
    this.home = home;
    this.models = models;
  }

  @Override
  public String name() {
    return models == Models.NONE ? "sluice" : "sluice-models";
  }

  @Override
  public Optional<String> absence() {
    if (!Files.isExecutable(program())) {
      return Optional.of("no " + program() + ": unpack the edge node's tarball there");
    }
    return Files.isRegularFile(home.resolve("cache/edge.jsa"))
        ? Optional.empty()
        : Optional.of("no class-data archive: run bin/sluice-edge-archive there");
  }

  private Path program() {
    return home.resolve("bin/sluice-edge");
  }

  @Override
  public String version() {
    return home.getFileName().toString();
  }

  @Override
  public String settings() {
    return models == Models.NONE
        ? "as packaged, no routes, no models, journal on (fsync)"
        : "as packaged, with its two vibration models, journal on (fsync)";
  }

  @Override
  public List<String> prepare(Path folder, int port, Heap heap) throws IOException {
    List<String> words =
        new ArrayList<>(List.of(program().toString(), "--data", folder.toString()));
    if (models == Models.NONE) {
      Path config = Files.writeString(folder.resolve("edge.yaml"), WITHOUT_MODELS.formatted(port));
      words.addAll(List.of("--config", config.toString()));
    } else {
      words.addAll(List.of("--port", Integer.toString(port), "--set", "admin.port=0"));
    }
    return words;
  }
}
