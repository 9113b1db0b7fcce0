package dev.sluice.sim.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice sim field}: what the laboratory says beside what processes do. */
@Command(
    name = "field",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trials with real processes on loopback and a bad link between them: four that the laboratory"
          + " foretells from a light load's figures, and phases in which adaptive stands beside both"
          + " fixed sides.",
      "Nothing else should run on this machine meanwhile."
    },
    footer = {
      "",
      "Exit codes: 0 measured, 2 cannot run.",
      "",
      "Examples:",
      "  ./sluice sim field --runs 1",
      "  ./sluice sim field --trial outage --runs 3"
    })
public final class FieldCommand implements Callable<Integer> {
  private static final int SECONDS_MIN = 5;
  private static final int CANNOT_RUN = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of each trial and policy; the median counts (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "Seconds of each run that are measured (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Seconds before them that are not: programs that have just started are slow (default:"
              + " ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--part",
      defaultValue = "all",
      description = "rehearsed, phases or all (default: ${DEFAULT-VALUE}).")
  private FieldWork.Part part;

  @Option(
      names = "--trial",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these trials and phases, such as bursts or outage (default: all of the part).")
  private List<String> trials = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Where the medians go as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--keep-logs", paramLabel = "DIR", description = "Keep the programs' logs here.")
  private Optional<Path> logs = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    if (runs < 1 || seconds < SECONDS_MIN || warmUp < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--runs must be 1 or more, --seconds " + SECONDS_MIN + " or more, --warm-up 0 or more");
    }
    List<FieldTrial> chosen = chosen();
    PrintWriter out = spec.commandLine().getOut();
    Path home = Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
    try (Children children = new Children()) {
      Thread onSignal = new Thread(children::close, "field-stop");
      Runtime.getRuntime().addShutdownHook(onSignal);
      LogFolder folder = LogFolder.open(logs);
      List<String> launcher = List.of(home.resolve("sluice").toString());
      FieldWork work =
          new FieldWork(
              launcher,
              home.resolve("config/field"),
              folder.path(),
              children,
              new FieldRun.Length(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)),
              runs,
              spec.commandLine().getErr());
      FieldReport report = work.perform(chosen);
      report.table().forEach(out::println);
      out.flush();
      if (json.isPresent()) {
        report.write(json.get());
      }
      folder.discard();
      return 0;
    } catch (DemoException e) {
      spec.commandLine().getErr().println("sim field: " + e.getMessage());
      return CANNOT_RUN;
    }
  }

  private List<FieldTrial> chosen() {
    List<FieldTrial> all = part.trials();
    List<String> known = all.stream().map(FieldTrial::name).toList();
    for (String name : trials) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "--trial must be one of " + String.join(", ", known));
      }
    }
    return all.stream().filter(trial -> trials.isEmpty() || trials.contains(trial.name())).toList();
  }
}
