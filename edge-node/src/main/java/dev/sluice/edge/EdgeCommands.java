package dev.sluice.edge;

import dev.sluice.completion.CompletionCommand;
import dev.sluice.config.command.ConfigCommand;
import dev.sluice.status.StatusCommand;
import dev.sluice.status.TopCommand;
import java.util.List;
import picocli.CommandLine;

/**
 * The edge node and its commands as one tree, as its package has them. The main program prints what
 * a shell completes of it.
 */
public final class EdgeCommands {
  private EdgeCommands() {}

  public static void main(String[] args) {
    System.exit(CompletionCommand.commandLine(EdgeCommands::packaged).execute(args));
  }

  /** Those that look after a node. */
  public static List<CommandLine> own() {
    return List.of(
        InitCommand.commandLine(),
        DeviceCommand.commandLine(),
        PasswdCommand.commandLine(),
        PairCommand.commandLine(),
        DoctorCommand.commandLine(),
        ModelCommand.commandLine(),
        JournalCommand.commandLine());
  }

  /** The program, and its commands below it. */
  public static CommandLine packaged() {
    CommandLine program = EdgeNode.commandLine().setCommandName("sluice-edge");
    own().forEach(command -> program.addSubcommand(command));
    return program
        .addSubcommand(ConfigCommand.commandLine())
        .addSubcommand(StatusCommand.commandLine())
        .addSubcommand(TopCommand.commandLine())
        .addSubcommand(CompletionCommand.commandLine(EdgeCommands::packaged));
  }
}
