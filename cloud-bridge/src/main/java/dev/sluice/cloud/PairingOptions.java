package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.pairing.PairingFolder;
import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which bridge a command is about: the options that the bridge itself is started with. */
final class PairingOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${sys:sluice.home:-.}/config/cloud.yaml",
      description = "The bridge's configuration file (default: config/cloud.yaml).")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder that the bridge writes to, if it is started with --data.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one value of the file, as at the bridge's start; repeatable.")
  private List<String> overrides = new ArrayList<>();

  CloudConfig config() throws ConfigException {
    return CloudConfig.load(file, overrides);
  }

  /** Where that bridge has its gate. */
  CloudConfig.Gate gate(CloudConfig config) throws ConfigException {
    return config
        .gate()
        .orElseThrow(
            () ->
                new ConfigException(
                    file
                        + ": has no gate, so that edge nodes of other machines cannot come in; add"
                        + " 'gate: {names: [NAME-OF-THIS-MACHINE]}'"));
  }

  PairingFolder folder(CloudConfig config) throws ConfigException, IOException {
    return PairingFolder.open(StorePlace.pairing(StorePlace.of(config, data)), Instant::now);
  }
}
