package dev.sluice.config.command;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.util.Set;
import picocli.CommandLine;

/** What commands do with a failure that their user can mend: one line each, exit code 2. */
public final class Told {
  private static final int CANNOT = 2;

  private Told() {}

  /** The command, to be run; its user can mend what is configured wrong, and files. */
  public static CommandLine by(Object command) {
    return by(command, Set.of(ConfigException.class, IOException.class));
  }

  /**
   * The command, to be run.
   *
   * @param mendable failures whose message tells the user what to do; others are shown as faults of
   *     ours, with their trace
   */
  public static CommandLine by(Object command, Set<Class<? extends Exception>> mendable) {
    return new CommandLine(command)
        .setExecutionExceptionHandler((fault, at, parsed) -> tell(fault, at, mendable));
  }

  private static int tell(
      Exception fault, CommandLine command, Set<Class<? extends Exception>> mendable)
      throws Exception {
    if (mendable.stream().noneMatch(kind -> kind.isInstance(fault))) {
      throw fault;
    }
    String name = command.getCommandSpec().qualifiedName();
    fault.getMessage().lines().forEach(line -> command.getErr().println(name + ": " + line));
    return CANNOT;
  }
}
