package dev.sluice.lab;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands around placement policies. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Checks, explains and rehearses placement policies.",
    subcommands = {Check.class, Explain.class, Replay.class, Simulate.class, Generate.class})
public final class PolicyLab {
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new PolicyLab());
  }
}
