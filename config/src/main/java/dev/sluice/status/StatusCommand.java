package dev.sluice.status;

import dev.sluice.config.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code ./sluice status}: how a program is, on one screen. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says how an edge node or a cloud bridge of this machine is, on one screen. It is found by its",
      "configuration, and asked on its admin port."
    },
    footer = {
      "",
      "Exit codes: 0 healthy, 1 degraded: it serves, but something is wrong, 2 wrong usage or an",
      "unusable file, 4 it does not serve, or nobody answers.",
      "",
      "Examples:",
      "  ./sluice status",
      "  ./sluice status --config config/cloud.yaml",
      "  ./sluice status --json | jq .status.link"
    })
public final class StatusCommand implements Callable<Integer> {
  private static final int CANNOT = 2;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(names = "--json", description = "As JSON, with all that the program tells.")
  private boolean json;

  private StatusCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new StatusCommand());
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      AdminPort port = target.port();
      return print(port).exitCode();
    } catch (ConfigException e) {
      e.getMessage()
          .lines()
          .forEach(line -> spec.commandLine().getErr().println("status: " + line));
      return CANNOT;
    }
  }

  private Standing print(AdminPort port) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      JsonNode status = port.read();
      Screen screen = Screen.of(status);
      if (json) {
        out.println(told(port, screen.standing(status)).set("status", status).toPrettyString());
      } else {
        screen.lines(Figures.of(status)).forEach(out::println);
      }
      return screen.standing(status);
    } catch (Unreachable e) {
      out.println(
          json
              ? told(port, Standing.UNREACHABLE).put("why", e.getMessage()).toPrettyString()
              : "%s: unreachable: %s".formatted(port.address(), e.getMessage()));
      return Standing.UNREACHABLE;
    } finally {
      out.flush();
    }
  }

  private static ObjectNode told(AdminPort port, Standing standing) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("address", port.address().toString())
        .put("standing", standing.word());
  }
}
