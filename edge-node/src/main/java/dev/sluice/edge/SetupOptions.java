package dev.sluice.edge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which node a command is about: the options that the node itself is started with. */
final class SetupOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${sys:sluice.home:-.}/config/edge.yaml",
      description = "The node's configuration file (default: config/edge.yaml).")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder that the node writes to, if it is started with --data.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one value of the file, as at the node's start; repeatable.")
  private List<String> overrides = new ArrayList<>();

  Path file() {
    return file;
  }

  List<String> overrides() {
    return List.copyOf(overrides);
  }

  /** Where the journal is, unless the file says so. */
  Path journalFolder() {
    return journalFolder(data);
  }

  /**
   * @param data of {@code --data}; without, it is beside the launcher, or where the program was
   *     started
   */
  static Path journalFolder(Optional<Path> data) {
    Path home = Path.of(System.getProperty("sluice.home", "."), "data", "edge");
    return data.map(folder -> folder.resolve("journal")).orElse(home).toAbsolutePath().normalize();
  }
}
