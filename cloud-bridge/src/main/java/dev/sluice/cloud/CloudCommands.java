package dev.sluice.cloud;

import dev.sluice.completion.CompletionCommand;
import dev.sluice.config.command.ConfigCommand;
import dev.sluice.status.FleetCommand;
import dev.sluice.status.StatusCommand;
import dev.sluice.status.TopCommand;
import picocli.CommandLine;

/**
 * The cloud bridge and its commands as one tree, as its package has them. The main program prints
 * what a shell completes of it.
 */
public final class CloudCommands {
  private CloudCommands() {}

  public static void main(String[] args) {
    System.exit(CompletionCommand.commandLine(CloudCommands::packaged).execute(args));
  }

  /** The program, and its commands below it. */
  public static CommandLine packaged() {
    return CloudBridge.commandLine()
        .setCommandName("sluice-cloud")
        .addSubcommand(ConfigCommand.commandLine())
        .addSubcommand(StatusCommand.commandLine())
        .addSubcommand(TopCommand.commandLine())
        .addSubcommand(FleetCommand.commandLine())
        .addSubcommand(CompletionCommand.commandLine(CloudCommands::packaged));
  }
}
