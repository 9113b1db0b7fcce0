package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Uplink;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** This message in this state: which action, why, and what would change it. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says where a policy file would place a message, and why: both predictions, the probability",
      "to be in time, and at which uplink, round trip or wait the decision would turn.",
      "The state is the defaults, a file, a running node's, and --set, each over the one before."
    },
    footer = {
      "",
      "Exit codes: 0 explained, 2 a file or the node cannot be read.",
      "",
      "Examples:",
      "  ./sluice policy explain config/policy.yaml --topic sensors/p/vibration --bytes 20000",
      "  ./sluice policy explain config/policy.yaml --topic sensors/p/vibration --node"
          + " http://127.0.0.1:9464 --set uplink-mbps=0.3"
    })
final class Explain implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Policy file.")
  private Path file = Path.of("");

  @ArgGroup(exclusive = false, multiplicity = "1", heading = "The message:%n")
  private MessageOptions message = new MessageOptions();

  @Option(names = "--state", paramLabel = "FILE", description = "The gateway's state, as YAML.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "Take the state of a running node, such as http://127.0.0.1:9464.")
  private Optional<URI> node = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One value of the state, such as queue=5, rtt-ms=80, link=down; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Write JSON instead of text.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Where a page with charts goes.")
  private Optional<Path> html = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try {
      PolicyFile policy = PolicyFile.load(file, List.of(), Uplink.ENABLED);
      List<Explanation> explanations =
          new Explainer(policy, message.question(), this::stateFor).explain();
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          json ? ExplainReport.json(explanations) : ExplainReport.text(explanations, message));
      out.flush();
      if (html.isPresent()) {
        Files.writeString(html.get(), ExplainReport.html(explanations, message));
      }
      return CommandLine.ExitCode.OK;
    } catch (ConfigException | IOException | IllegalArgumentException e) {
      e.getMessage()
          .lines()
          .forEach(line -> spec.commandLine().getErr().println("policy explain: " + line));
      return CommandLine.ExitCode.USAGE;
    }
  }

  /** What a node knows of a model differs from route to route. */
  private StateConfig stateFor(String model) throws ConfigException, IOException {
    List<String> all = new ArrayList<>();
    if (node.isPresent()) {
      all.addAll(NodeState.of(node.get(), model));
    }
    all.addAll(settings);
    return StateConfig.load(state, all);
  }
}
