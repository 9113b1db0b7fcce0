package dev.sluice.cloud;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import picocli.CommandLine;

/** What small commands do with a failure that the user can mend: one line each, exit code 2. */
final class Told {
  private static final int CANNOT = 2;

  private Told() {}

  static CommandLine by(Object command) {
    return new CommandLine(command).setExecutionExceptionHandler(Told::tell);
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
