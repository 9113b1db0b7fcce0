package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import picocli.CommandLine;

/** What our small commands do with a failure that the user can mend: one line each, exit code 2. */
final class Failures {
  static final int CANNOT = 2;

  private Failures() {}

  static CommandLine told(Object command) {
    return new CommandLine(command).setExecutionExceptionHandler(Failures::tell);
  }

  private static int tell(Exception fault, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (fault instanceof ConfigException || fault instanceof IOException) {
      String name = command.getCommandSpec().qualifiedName();
      fault.getMessage().lines().forEach(line -> command.getErr().println(name + ": " + line));
      return CANNOT;
    }
    throw fault;
  }
}
