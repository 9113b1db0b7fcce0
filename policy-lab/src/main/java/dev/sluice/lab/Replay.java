package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Uplink;
import dev.sluice.policy.log.DecisionLogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A recorded decision log through another policy. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks another policy about every decision that an edge node has recorded (decision-log in",
      "edge.yaml), each in the state that was recorded with it: how many would differ, and how"
          + " many",
      "answers in time either policy predicts. Deadline, priority and privacy are those of the new",
      "policy's route, but for what a message said itself. What other decisions would have done to"
          + " the queues",
      "is not replayed: for that, simulate. Guards are not asked, for payloads are not recorded."
    },
    footer = {
      "",
      "Exit codes: 0 replayed, 2 a file cannot be read.",
      "",
      "Examples:",
      "  ./sluice policy replay data/decisions --policy config/policy.yaml"
    })
final class Replay implements Callable<Integer> {
  @Parameters(paramLabel = "LOG", description = "Folder of a decision log, or one of its files.")
  private Path log = Path.of("");

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "The policy file to ask; routes are found by name.")
  private Path policy = Path.of("");

  @Option(names = "--json", description = "Write JSON instead of text.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Where a page with charts goes.")
  private Optional<Path> html = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      PolicyFile file = PolicyFile.load(policy, List.of(), Uplink.ENABLED);
      Replayed replayed = new Replayed(file.config());
      DecisionLogFiles.of(log).forEachLine(replayed::add);
      if (replayed.routes().isEmpty() && replayed.unjudged().isEmpty()) {
        throw new IOException(log + ": holds no decisions");
      }
      spec.commandLine()
          .getOut()
          .print(json ? ReplayReport.json(replayed) : ReplayReport.text(replayed));
      spec.commandLine().getOut().flush();
      if (html.isPresent()) {
        Files.writeString(html.get(), ReplayReport.html(replayed));
      }
      return CommandLine.ExitCode.OK;
    } catch (ConfigException | IOException e) {
      e.getMessage()
          .lines()
          .forEach(line -> spec.commandLine().getErr().println("policy replay: " + line));
      return CommandLine.ExitCode.USAGE;
    }
  }
}
