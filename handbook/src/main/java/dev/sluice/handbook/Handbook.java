package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ./sluice handbook}: writes what in the documents follows from the product. */
@Command(
    name = "handbook",
    mixinStandardHelpOptions = true,
    subcommands = {ConfigurationCommand.class, ExitCodesCommand.class, ChartsCommand.class},
    description = {
      "Writes the parts of docs/ that follow from the product. Tests fail when they are stale."
    },
    footer = {
      "",
      "Exit codes: 0 written, 2 wrong usage, or cannot be written.",
      "",
      "Examples:",
      "  ./sluice handbook configuration",
      "  ./sluice handbook exit-codes"
    })
public final class Handbook {
  private static final int CANNOT = 2;

  private Handbook() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new Handbook()).setExecutionExceptionHandler(Handbook::cannot);
  }

  private static int cannot(Exception fault, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (fault instanceof IOException) {
      command.getErr().println("handbook: cannot read or write " + fault.getMessage());
      return CANNOT;
    }
    throw fault;
  }

  /** Of the checkout. */
  static Path docs() {
    return Path.of(System.getProperty("sluice.home", "."), "docs");
  }
}
