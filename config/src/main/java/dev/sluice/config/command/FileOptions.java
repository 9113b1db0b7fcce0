package dev.sluice.config.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a file is to be read. */
final class FileOptions {
  @Option(
      names = "--as",
      paramLabel = "KIND",
      description =
          "What kind of file it is, such as edge, policy, acl, cloud or sim (default: what its first"
              + " lines say of its schema, else what its keys are of).")
  private Optional<String> kind = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one value, as at the program's start; repeatable.")
  private List<String> overrides = new ArrayList<>();

  Optional<String> kind() {
    return kind;
  }

  List<String> overrides() {
    return List.copyOf(overrides);
  }
}
