package dev.sluice.handbook;

import dev.sluice.bench.Bench;
import dev.sluice.cloud.CloudBridge;
import dev.sluice.completion.CompletionCommand;
import dev.sluice.config.command.ConfigCommand;
import dev.sluice.edge.EdgeCommands;
import dev.sluice.edge.EdgeNode;
import dev.sluice.lab.PolicyLab;
import dev.sluice.packaging.PackageCommand;
import dev.sluice.sim.Sim;
import dev.sluice.sim.demo.Demo;
import dev.sluice.status.FleetCommand;
import dev.sluice.status.StatusCommand;
import dev.sluice.status.TopCommand;
import dev.sluice.trainer.Trainer;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands of {@code ./sluice} as one tree. The main program prints what a shell completes of
 * it.
 */
public final class SluiceCommands {
  private SluiceCommands() {}

  public static void main(String[] args) {
    System.exit(CompletionCommand.commandLine(SluiceCommands::tree).execute(args));
  }

  static CommandLine tree() {
    CommandLine sluice = new CommandLine(CommandSpec.create().name("sluice"));
    EdgeCommands.own().forEach(command -> sluice.addSubcommand(command));
    return sluice
        .addSubcommand(EdgeNode.commandLine())
        .addSubcommand(CloudBridge.commandLine())
        .addSubcommand(Sim.commandLine())
        .addSubcommand(Demo.commandLine())
        .addSubcommand(StatusCommand.commandLine())
        .addSubcommand(TopCommand.commandLine())
        .addSubcommand(FleetCommand.commandLine())
        .addSubcommand(ConfigCommand.commandLine())
        .addSubcommand(PolicyLab.commandLine())
        .addSubcommand(Trainer.commandLine())
        .addSubcommand(Bench.commandLine(Path.of("")))
        .addSubcommand(PackageCommand.commandLine())
        .addSubcommand(CompletionCommand.commandLine(SluiceCommands::tree))
        .addSubcommand(Handbook.commandLine());
  }
}
