package dev.sluice.config.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ./sluice config}: is a configuration right, and what does it say? */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    subcommands = {CheckCommand.class, ShowCommand.class, DiffCommand.class},
    description = "Checks, shows and compares configuration files. Changes nothing.",
    footer = {
      "",
      "Exit codes: 0 right, or the same; 1 faults, or differences; 2 wrong usage or unreadable.",
      "",
      "Examples:",
      "  ./sluice config check config/edge.yaml config/policy.yaml",
      "  ./sluice config show config/edge.yaml --written",
      "  ./sluice config diff config/edge.yaml"
    })
public final class ConfigCommand {
  private ConfigCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  /** The command with its sub-commands, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new ConfigCommand());
  }
}
