package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.offload.lab.Contender;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scenarios x policies x seeds, beside the bound that no policy can beat. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs policies on scenarios with the gateway's own placement engine, and says how near they",
      "come to the certified bound. Same files and seeds, same result, byte for byte."
    },
    footer = {
      "",
      "Exit codes: 0 simulated, 2 a file cannot be read or written.",
      "",
      "Examples:",
      "  ./sluice policy simulate --scenarios config/scenarios/design --policies deadline,priced"
    })
final class Simulate implements Callable<Integer> {
  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      defaultValue = "config/scenarios/design",
      description = "Folder of scenario files (default: ${DEFAULT-VALUE}).")
  private Path scenarios;

  @Option(
      names = "--policies",
      split = ",",
      paramLabel = "P,P",
      defaultValue = "deadline,priced,fastest,threshold",
      description = "Which policies (default: ${DEFAULT-VALUE}); an unknown one lists all.")
  private List<String> policies;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each scenario (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of recorded traces that scenarios name (default: -Dsluice.data).")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Where the rows go as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "Where a page with charts goes.")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--no-bound", description = "Leave out the bound, which takes most of the time.")
  private boolean withoutBound;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try {
      List<Contender> contenders = Contenders.named(policies);
      if (seeds < 1) {
        throw new IllegalArgumentException("--seeds must be 1 or more (found " + seeds + ")");
      }
      List<ScenarioFile> files = ScenarioFile.folder(scenarios, traces());
      files.forEach(
          file -> file.notes().forEach(note -> say(file.scenario().name() + ": " + note)));
      Experiment experiment = new Experiment(files, contenders, seeds, !withoutBound);
      int threads = Runtime.getRuntime().availableProcessors();
      report(new Results(experiment.run(threads, this::say)), files);
      return CommandLine.ExitCode.OK;
    } catch (ConfigException | IOException | IllegalArgumentException e) {
      spec.commandLine().getErr().println("policy simulate: " + message(e));
      return CommandLine.ExitCode.USAGE;
    }
  }

  private static String message(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException missing
        ? missing.getFile() + ": there is no such folder or file"
        : e.getMessage();
  }

  private TraceFolder traces() {
    return new TraceFolder(
        data.or(() -> Optional.ofNullable(System.getProperty("sluice.data")).map(Path::of)));
  }

  /** Progress and notes go beside the results, so that those can be piped. */
  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private void report(Results results, List<ScenarioFile> files) throws IOException {
    spec.commandLine().getOut().print(TextReport.of(results));
    spec.commandLine().getOut().flush();
    if (json.isPresent()) {
      Files.writeString(json.get(), JsonReport.of(results));
    }
    if (html.isPresent()) {
      Map<String, String> descriptions = new HashMap<>();
      files.forEach(file -> descriptions.put(file.scenario().name(), file.description()));
      Files.writeString(html.get(), HtmlReport.of(results, descriptions));
    }
  }
}
