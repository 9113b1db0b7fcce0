package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.pairing.Roster;
import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice cloud edges}: who was taken, and who shall be no more. */
@Command(
    name = "edges",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "The edge nodes that may come in by the gate.",
    footer = {
      "",
      "Exit codes: 0 done, 1 there is no such edge node, 2 cannot be done.",
      "",
      "Examples:",
      "  ./sluice cloud edges list",
      "  ./sluice cloud edges remove gateway-7"
    })
public final class EdgesCommand {
  private static final int NOBODY = 1;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new EdgesCommand());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Name, and until when its certificate is good; one line each.",
      footer = {
        "",
        "Exit codes: 0 listed, 2 cannot be read.",
        "",
        "Examples:",
        "  ./sluice cloud edges list"
      })
  int list(@Mixin PairingOptions options) throws ConfigException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (Roster.Member member : roster(options).list()) {
      out.println(member.edgeId() + " " + member.until());
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description =
          "Its certificate counts no more, and a running bridge ends its connection at once.",
      footer = {
        "",
        "Exit codes: 0 removed, 1 there is no such edge node, 2 cannot be done.",
        "",
        "Examples:",
        "  ./sluice cloud edges remove gateway-7"
      })
  int remove(
      @Parameters(paramLabel = "EDGE", description = "The edge node's name.") String edgeId,
      @Mixin PairingOptions options)
      throws ConfigException, IOException {
    if (roster(options).remove(edgeId)) {
      spec.commandLine().getOut().println("removed: " + edgeId);
      return 0;
    }
    spec.commandLine()
        .getErr()
        .println("edges remove: there is no '" + edgeId + "'; see edges list");
    return NOBODY;
  }

  private static Roster roster(PairingOptions options) throws ConfigException, IOException {
    CloudConfig config = options.config();
    options.gate(config);
    return new Roster(options.folder(config));
  }
}
