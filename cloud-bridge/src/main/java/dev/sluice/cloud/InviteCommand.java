package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.pairing.Invitations;
import dev.sluice.cloud.pairing.PairingFolder;
import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import dev.sluice.uplink.PairToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice cloud invite}: a token by which one edge node is taken once. */
@Command(
    name = "invite",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Prints a token for one edge node, which is good once; an earlier one for it is not any"
            + " more. Whoever has the token is taken: send it by a way that others cannot read.",
    footer = {
      "",
      "Exit codes: 0 invited, 2 not.",
      "",
      "Examples:",
      "  ./sluice cloud invite gateway-7",
      "  ./sluice cloud invite gateway-7 --minutes 10 --config /etc/sluice/cloud.yaml"
    })
public final class InviteCommand implements Callable<Integer> {
  private static final int MINUTES = 60;
  private static final int MINUTES_MAX = 7 * 24 * 60;

  @Spec private CommandSpec spec;
  @Mixin private PairingOptions options;

  @Parameters(paramLabel = "EDGE", description = "The edge node's name: node.id in its file.")
  private String edgeId;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "" + MINUTES,
      description = "After which the token is good no more, 1 to 10080 (default: 60).")
  private int minutes;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new InviteCommand());
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    if (minutes < 1 || minutes > MINUTES_MAX) {
      throw new ConfigException("--minutes must be 1 to " + MINUTES_MAX);
    }
    CloudConfig config = options.config();
    CloudConfig.Gate gate = options.gate(config);
    if (gate.pairPort() == 0) {
      throw new ConfigException(
          "gate.pair-port is 0, so that the edge node cannot know it; give a port of your choice");
    }
    PairingFolder folder = options.folder(config);
    Duration life = Duration.ofMinutes(minutes);
    String secret = new Invitations(folder).invite(edgeId, life);
    var token =
        new PairToken(edgeId, gate.names().get(0), gate.pairPort(), secret, folder.fingerprint());
    PrintWriter out = spec.commandLine().getOut();
    out.println(token.text());
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println("good once, until " + Instant.now().plus(life) + "; on " + edgeId + ":");
    err.println("  ./sluice pair TOKEN");
    err.flush();
    return 0;
  }
}
