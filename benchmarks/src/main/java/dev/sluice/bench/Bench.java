package dev.sluice.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code sluice bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Sluice, alone and beside other brokers.",
    footer = {
      "",
      "Exit codes: 0 measured, 1 Sluice failed a case, 2 cannot start, or wrong usage.",
      "",
      "Examples:",
      "  ./sluice bench broker --quick",
      "  ./sluice bench micro --filter BrokerTurn"
    })
public final class Bench implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
    System.exit(commandLine(home).execute(arguments));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine(Path home) {
    return new CommandLine(new Bench())
        .addSubcommand(new BrokerCommand(home))
        .addSubcommand(new MicroCommand())
        .addSubcommand(new JournalCommand())
        .addSubcommand(new FootprintCommand(home))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to measure: broker, micro, journal or footprint");
  }
}
