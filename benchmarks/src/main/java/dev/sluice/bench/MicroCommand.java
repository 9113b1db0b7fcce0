package dev.sluice.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice bench micro}: its options. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Microbenchmarks of the parts that a message passes: topic trie, broker turn, packet writer,"
          + " placement.",
      "The empty call runs beside them, for what measuring itself costs."
    },
    footer = {
      "",
      "Exit codes: 0 measured, 2 cannot start.",
      "",
      "Examples:",
      "  ./sluice bench micro --filter BrokerTurn --gc"
    })
final class MicroCommand implements Callable<Integer> {
  private static final int CANNOT_START = 2;
  private static final String BASELINE = "EmptyCallBenchmark";
  private static final int FORKS = 2;
  private static final int ITERATIONS = 5;
  private static final int QUICK_ITERATIONS = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Of class and method, such as Trie or BrokerTurn.")
  private String filter;

  @Option(names = "--gc", description = "Also what is allocated, per operation.")
  private boolean gc;

  @Option(names = "--quick", description = "One fork and few iterations: for a first look.")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "Where the results go as JSON.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() {
    try {
      new Runner(options().build()).run();
      return 0;
    } catch (RunnerException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("bench: " + e.getMessage());
      err.flush();
      return CANNOT_START;
    }
  }

  private ChainedOptionsBuilder options() {
    int iterations = quick ? QUICK_ITERATIONS : ITERATIONS;
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(checked(filter))
            .include(BASELINE)
            .forks(quick ? 1 : FORKS)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true);
    if (gc) {
      options.addProfiler(GCProfiler.class);
    }
    json.ifPresent(file -> options.resultFormat(ResultFormatType.JSON).result(file.toString()));
    return options;
  }

  private String checked(String regex) {
    try {
      Pattern.compile(regex);
      return regex;
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--filter: '%s' is no regular expression: %s".formatted(regex, e.getDescription()),
          e);
    }
  }
}
