package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Uplink;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what is wrong with policy files, before a node does. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks policy files as the edge node does when it reads them, guards included. Whether the",
      "models that routes name are there, only the node knows."
    },
    footer = {
      "",
      "Exit codes: 0 all good, 1 faults found, 2 wrong usage.",
      "",
      "Examples:",
      "  ./sluice policy check config/policy.yaml"
    })
final class Check implements Callable<Integer> {
  private static final int FAULTS = 1;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files.")
  private List<Path> files = List.of();

  @Option(
      names = "--no-uplink",
      description = "The node has none (uplink.enabled: false in its edge.yaml).")
  private boolean withoutUplink;

  @Option(names = "--json", description = "Write JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ArrayNode reports = JsonMapper.shared().createArrayNode();
    boolean good = true;
    for (Path file : files) {
      good &= check(file, reports.addObject());
    }
    if (json) {
      spec.commandLine().getOut().println(reports.toPrettyString());
    }
    spec.commandLine().getOut().flush();
    return good ? CommandLine.ExitCode.OK : FAULTS;
  }

  private boolean check(Path file, ObjectNode report) {
    report.put("file", file.toString());
    try {
      PolicyFile policy =
          PolicyFile.load(file, List.of(), withoutUplink ? Uplink.DISABLED : Uplink.ENABLED);
      report.put("ok", true).putArray("faults");
      say(file + ": ok: " + summary(policy));
      return true;
    } catch (ConfigException e) {
      ArrayNode faults = report.put("ok", false).putArray("faults");
      e.getMessage()
          .lines()
          .forEach(
              line -> {
                faults.add(line);
                say(line);
              });
      return false;
    }
  }

  private void say(String line) {
    if (!json) {
      spec.commandLine().getOut().println(line);
    }
  }

  private static String summary(PolicyFile file) {
    PolicyConfig policy = file.config();
    long guarded = file.guards().stream().filter(guards -> !guards.isEmpty()).count();
    int texts = policy.textRoutes().size();
    return "%d routes, %d of them with guards%s; placement %s"
        .formatted(
            policy.routes().size(),
            guarded,
            texts == 0 ? "" : "; %d text routes".formatted(texts),
            policy.placement().word());
  }
}
