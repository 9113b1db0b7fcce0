package dev.sluice.config.command;

import java.util.List;
import picocli.CommandLine;

/** What commands do with a failure that their user can mend: one line each, exit code 2. */
public final class Told {
  private static final int CANNOT = 2;

  private Told() {}

  /**
   * The command, to be run.
   *
   * @param mendable failures whose message tells the user what to do; others are shown as faults of
   *     ours, with their trace
   */
  @SafeVarargs
  public static CommandLine by(Object command, Class<? extends Exception>... mendable) {
    List<Class<? extends Exception>> told = List.of(mendable);
    return new CommandLine(command)
        .setExecutionExceptionHandler((fault, at, parsed) -> tell(fault, at, told));
  }

  private static int tell(
      Exception fault, CommandLine command, List<Class<? extends Exception>> told)
      throws Exception {
    if (told.stream().noneMatch(kind -> kind.isInstance(fault))) {
      throw fault;
    }
    String name = command.getCommandSpec().qualifiedName();
    fault.getMessage().lines().forEach(line -> command.getErr().println(name + ": " + line));
    return CANNOT;
  }
}
