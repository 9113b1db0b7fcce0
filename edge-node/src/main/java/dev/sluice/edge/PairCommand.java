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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "  ./sluice pair TOKEN --config gateway/edge.yaml",
      "  ./sluice pair TOKEN --uplink second"
    })
public final class PairCommand implements Callable<Integer> {
  private static final String FOLDER = "pki";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  @Spec private CommandSpec spec;
  @Mixin private SetupOptions setup;

  @Parameters(
      paramLabel = "TOKEN",
      description = "What './sluice cloud invite' printed; it is good once.")
  private String token;

  @Option(
      names = "--uplink",
      paramLabel = "NAME",
      description = {
        "For one more way to the cloud, by another bridge: files of their own, and lines for",
        "uplink.alternatives."
      })
  private Optional<String> name = Optional.empty();

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
    requireUplinkName();
    requireName(invitation);
    Path folder = setup.file().toAbsolutePath().resolveSibling(FOLDER);
    // A folder that cannot be written shall not cost the token.
    Files.createDirectories(folder);
    OwnKey key = OwnKey.create(new SecureRandom());
    PrivateFile.write(folder.resolve(identity() + ".new"), "");
    Certified certified = new PairingClient().pair(invitation, key);
    write(folder, invitation, key, certified);
    print(invitation, certified, folder);
    return 0;
  }

  private void requireUplinkName() throws ConfigException {
    if (name.filter(each -> !NAME.matcher(each).matches()).isPresent()) {
      throw new ConfigException(
          "--uplink: must be 1 to 32 small letters, digits and '-', the first no '-'");
    }
  }

  private String identity() {
    return "uplink" + name.map(each -> "-" + each).orElse("") + ".pem";
  }

  private String authority() {
    return "uplink" + name.map(each -> "-" + each).orElse("") + "-ca.crt";
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
  private void write(Path folder, PairToken invitation, OwnKey key, Certified certified)
      throws IOException, ConfigException {
    Path draft = folder.resolve(identity() + ".new");
    PrivateFile.write(folder.resolve(authority()), certified.authority());
    PrivateFile.write(draft, key.with(certified.certificate()));
    String name = LinkIdentity.load(draft, folder.resolve(authority())).name();
    if (!name.equals(invitation.edgeId())) {
      throw new ConfigException("the bridge certified '" + name + "', who is another");
    }
    PrivateFile.replace(draft, folder.resolve(identity()));
  }

  private void print(PairToken invitation, Certified certified, Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("paired: " + invitation.edgeId() + ", files in " + folder);
    out.println("in " + setup.file() + ":");
    out.println();
    out.println("uplink:");
    if (name.isPresent()) {
      out.println("  alternatives:");
      out.println("    - name: " + name.get());
    }
    String indent = name.isPresent() ? "      " : "  ";
    List.of(
            "host: " + quoted(certified.host()),
            "port: " + certified.port(),
            "tls:",
            "  identity: " + FOLDER + "/" + identity(),
            "  ca: " + FOLDER + "/" + authority(),
            "  renew: " + PairingClient.url(invitation.host(), invitation.port()))
        .forEach(line -> out.println(indent + line));
    out.flush();
  }

  /** An IPv6 address would be something else in YAML. */
  private static String quoted(String host) {
    return '"' + host + '"';
  }
}
