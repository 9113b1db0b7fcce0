package dev.sluice.config.command;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import dev.sluice.config.ConfigKinds;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds every fault of a file before a program does. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads files as their programs do, with the policy that an edge node's file names.",
      "Each fault is a line: file, line, column, field, what to write instead."
    },
    footer = {
      "",
      "Exit codes: 0 all are right, 1 faults, 2 wrong usage.",
      "",
      "Examples:",
      "  ./sluice config check config/edge.yaml",
      "  ./sluice config check config/edge.yaml --set listener.port=1885"
    })
final class CheckCommand implements Callable<Integer> {
  private static final int RIGHT = 0;
  private static final int FAULTS = 1;

  @Spec private CommandSpec spec;
  @Mixin private FileOptions options;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Configuration files.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    ConfigKinds kinds = ConfigKinds.onClassPath();
    boolean right = true;
    for (Path file : files) {
      right &= isRight(file, kinds);
    }
    spec.commandLine().getOut().flush();
    return right ? RIGHT : FAULTS;
  }

  private boolean isRight(Path file, ConfigKinds kinds) {
    try {
      ConfigKind kind = kinds.of(file, options.kind());
      kind.check(file, options.overrides());
      spec.commandLine().getOut().printf("%s: right, as %s%n", file, kind.name());
      return true;
    } catch (ConfigException e) {
      e.getMessage().lines().forEach(spec.commandLine().getOut()::println);
      return false;
    }
  }
}
