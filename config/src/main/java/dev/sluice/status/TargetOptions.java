package dev.sluice.status;

import dev.sluice.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which program is asked: the options that it was started with. */
final class TargetOptions {
  private static final String STATUS = "/api/status";
  private static final List<String> USUAL = List.of("edge.yaml", "cloud.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration file of an edge node or a cloud bridge (default: config/edge.yaml, or"
              + " config/cloud.yaml where only that is).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides one value of the file, as at the program's start, such as admin.port=9466;"
              + " repeatable.")
  private List<String> overrides = new ArrayList<>();

  /**
   * @throws ConfigException when the file cannot be used
   */
  AdminPort port() throws ConfigException {
    Path config = file.orElseGet(TargetOptions::usual);
    return AdminPort.of(config, overrides, STATUS);
  }

  private static Path usual() {
    Path folder = Path.of(System.getProperty("sluice.home", "."), "config");
    return USUAL.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(folder.resolve(USUAL.get(0)));
  }
}
