package dev.sluice.status;

import dev.sluice.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code ./sluice fleet}: how all edge nodes of a bridge are. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says how the edge nodes of a cloud bridge of this machine are, a line each: who is there, what",
      "waits where, and which share of its answers each made itself. They tell the bridge themselves."
    },
    footer = {
      "",
      "Exit codes: 0 all online and ready, 1 one is late, gone or not well, 2 wrong usage or an",
      "unusable file, 4 the bridge does not answer.",
      "",
      "Examples:",
      "  ./sluice fleet",
      "  ./sluice fleet --config /etc/sluice/cloud.yaml",
      "  ./sluice fleet --json | jq '.nodes[] | select(.presence == \"gone\").node'"
    })
public final class FleetCommand implements Callable<Integer> {
  private static final int CANNOT = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file of a cloud bridge (default: config/cloud.yaml).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides one value of the file, as at the program's start, such as admin.port=9466;"
              + " repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--json", description = "As JSON, as the bridge tells it.")
  private boolean json;

  private FleetCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new FleetCommand());
  }

  @Override
  public Integer call() throws InterruptedException {
    Path config =
        file.orElseGet(
            () -> Path.of(System.getProperty("sluice.home", "."), "config", "cloud.yaml"));
    try {
      return print(AdminPort.of(config, overrides, "/api/fleet")).exitCode();
    } catch (ConfigException e) {
      e.getMessage().lines().forEach(line -> spec.commandLine().getErr().println("fleet: " + line));
      return CANNOT;
    }
  }

  private Standing print(AdminPort port) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      JsonNode told = port.read();
      if (!told.path("nodes").isArray()) {
        throw new Unreachable("what answers there tells of no fleet");
      }
      FleetTable table = new FleetTable(told.path("nodes"));
      if (json) {
        out.println(told.toPrettyString());
      } else {
        table.lines().forEach(out::println);
      }
      return table.standing();
    } catch (Unreachable e) {
      String why = "%s: unreachable: %s".formatted(port.address(), e.getMessage());
      out.println(
          json ? JsonMapper.shared().createObjectNode().put("why", why).toPrettyString() : why);
      return Standing.UNREACHABLE;
    } finally {
      out.flush();
    }
  }
}
