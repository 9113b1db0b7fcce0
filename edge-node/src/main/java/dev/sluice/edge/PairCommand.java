package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.pairing.Certified;
import dev.sluice.edge.pairing.PairingClient;
import dev.sluice.program.PrivateFile;
import dev.sluice.tls.LinkIdentity;
import dev.sluice.tls.OwnKey;
import dev.sluice.uplink.PairToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice pair}: this edge node becomes one of a bridge's. */
@Command(
    name = "pair",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    sortOptions = false,
    description = {
      "Makes a key, has the bridge certify it, and writes both into the folder pki beside the"
          + " configuration, readable by their owner only. The key leaves this machine never.",
      "Prints the lines for the configuration."
    },
    footer = {
      "",
      "Exit codes: 0 paired, 2 not.",
      "",
      "Examples:",
      "  ./sluice pair TOKEN",
      "  ./sluice pair TOKEN --config gateway/edge.yaml"
    })
public final class PairCommand implements Callable<Integer> {
  private static final String FOLDER = "pki";
  private static final String IDENTITY = "uplink.pem";
  private static final String AUTHORITY = "uplink-ca.crt";

  @Spec private CommandSpec spec;
  @Mixin private SetupOptions setup;

  @Parameters(
      paramLabel = "TOKEN",
      description = "What './sluice cloud invite' printed; it is good once.")
  private String token;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new PairCommand());
  }

  @Override
  public Integer call() throws ConfigException, IOException, InterruptedException {
    PairToken invitation =
        PairToken.parse(token.strip())
            .orElseThrow(
                () ->
                    new ConfigException(
                        "this is no token; give the whole word that './sluice cloud invite' printed"));
    requireName(invitation);
    Path folder = setup.file().toAbsolutePath().resolveSibling(FOLDER);
    // A folder that cannot be written shall not cost the token.
    Files.createDirectories(folder);
    OwnKey key = OwnKey.create(new SecureRandom());
    PrivateFile.write(folder.resolve(IDENTITY + ".new"), "");
    Certified certified = new PairingClient().pair(invitation, key);
    write(folder, invitation, key, certified);
    print(invitation, certified, folder);
    return 0;
  }

  /** Before the token is used up. */
  private void requireName(PairToken invitation) throws ConfigException {
    EdgeConfig config = EdgeConfig.load(setup.file(), setup.overrides());
    if (!config.node().id().equals(invitation.edgeId())) {
      throw new ConfigException(
          "this token is for '%s', and node.id of %s is '%s'; correct it, or have this name invited"
              .formatted(invitation.edgeId(), setup.file(), config.node().id()));
    }
  }

  /** The authority first: what is complete is put in place last. */
  private static void write(Path folder, PairToken invitation, OwnKey key, Certified certified)
      throws IOException, ConfigException {
    Path draft = folder.resolve(IDENTITY + ".new");
    PrivateFile.write(folder.resolve(AUTHORITY), certified.authority());
    PrivateFile.write(draft, key.with(certified.certificate()));
    String name = LinkIdentity.load(draft, folder.resolve(AUTHORITY)).name();
    if (!name.equals(invitation.edgeId())) {
      throw new ConfigException("the bridge certified '" + name + "', who is another");
    }
    PrivateFile.replace(draft, folder.resolve(IDENTITY));
  }

  private void print(PairToken invitation, Certified certified, Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("paired: " + invitation.edgeId() + ", files in " + folder);
    out.println("in " + setup.file() + ":");
    out.println();
    out.println("uplink:");
    out.println("  host: " + quoted(certified.host()));
    out.println("  port: " + certified.port());
    out.println("  tls:");
    out.println("    identity: " + FOLDER + "/" + IDENTITY);
    out.println("    ca: " + FOLDER + "/" + AUTHORITY);
    out.println("    renew: " + PairingClient.url(invitation.host(), invitation.port()));
    out.flush();
  }

  /** An IPv6 address would be something else in YAML. */
  private static String quoted(String host) {
    return '"' + host + '"';
  }
}
