package dev.sluice.status;

import dev.sluice.config.ConfigException;
import dev.sluice.program.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice top}: a program's status again and again, with rates. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what 'status' shows again each second, with rates, until Ctrl-C. Without a terminal the",
      "views follow each other."
    },
    footer = {
      "",
      "Exit codes: 0 healthy at the last view, or stopped by Ctrl-C, 1 degraded, 2 wrong usage or an",
      "unusable file, 4 it does not serve, or nobody answers.",
      "",
      "Examples:",
      "  ./sluice top",
      "  ./sluice top --config config/cloud.yaml --interval 5",
      "  ./sluice top --once"
    })
public final class TopCommand implements Callable<Integer> {
  private static final int CANNOT = 2;
  private static final double SECONDS_MIN = 0.2;
  private static final double SECONDS_MAX = 3_600;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "From view to view, 0.2 to 3600 (default: 1).")
  private double seconds;

  @Option(names = "-n", paramLabel = "N", description = "Ends after N views (default: never).")
  private Optional<Integer> views = Optional.empty();

  @Option(
      names = "--once",
      description = "One view, with the rates of one interval, and nothing else.")
  private boolean once;

  private final BooleanSupplier onTerminal;

  private TopCommand(BooleanSupplier onTerminal) {
    this.onTerminal = onTerminal;
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return commandLine(() -> Boolean.getBoolean("sluice.terminal"));
  }

  static CommandLine commandLine(BooleanSupplier onTerminal) {
    return new CommandLine(new TopCommand(onTerminal));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(seconds >= SECONDS_MIN && seconds <= SECONDS_MAX)) {
      throw new ParameterException(
          spec.commandLine(), "--interval must be from 0.2 to 3600 (found " + seconds + ")");
    }
    if (views.isPresent() && views.get() < 1) {
      throw new ParameterException(
          spec.commandLine(), "-n must be at least 1 (found " + views.get() + ")");
    }
    try {
      return show(new View(target.port())).exitCode();
    } catch (ConfigException e) {
      e.getMessage().lines().forEach(line -> spec.commandLine().getErr().println("top: " + line));
      return CANNOT;
    }
  }

  /** How it was at the end. */
  private Standing show(View view) throws InterruptedException {
    boolean live = onTerminal.getAsBoolean() && !once;
    int last = once ? 2 : views.orElse(Integer.MAX_VALUE);
    // Closed in reverse: the terminal is as it was before the process ends.
    try (StopSignal stop = new StopSignal();
        Display display = new Display(spec.commandLine().getOut(), live)) {
      for (int number = 1; ; number++) {
        List<String> lines = view.next();
        boolean shown = (once && number < last) || display.show(lines);
        if (!shown || number == last || isStopped(stop)) {
          return view.standing();
        }
      }
    }
  }

  private boolean isStopped(StopSignal stop) throws InterruptedException {
    try {
      stop.asked().get((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
