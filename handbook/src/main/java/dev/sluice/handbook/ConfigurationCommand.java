package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Writes docs/configuration.md from the schemas. */
@Command(
    name = "configuration",
    mixinStandardHelpOptions = true,
    description = "Writes docs/configuration.md from the schemas that the programs check with.",
    footer = {
      "",
      "Exit codes: 0 written, 2 cannot be written.",
      "",
      "Examples:",
      "  ./sluice handbook configuration"
    })
final class ConfigurationCommand implements Callable<Integer> {
  static final String FILE = "configuration.md";

  @Override
  public Integer call() throws IOException {
    Files.writeString(Handbook.docs().resolve(FILE), ConfigurationPage.text());
    return CommandLine.ExitCode.OK;
  }
}
