package dev.sluice.lab;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands around placement policies. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Checks, explains and rehearses placement policies.",
    subcommands = {Check.class, Explain.class, Replay.class, Simulate.class, Generate.class},
    footer = {
      "",
      "Exit codes: 0 done, 1 faults found (check), 2 wrong usage, or a file that cannot be used.",
      "",
      "Examples:",
      "  ./sluice policy check config/policy.yaml",
      "  ./sluice policy explain config/policy.yaml --topic sensors/p/vibration --set queue=25"
    })
public final class PolicyLab {
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new PolicyLab());
  }
}
