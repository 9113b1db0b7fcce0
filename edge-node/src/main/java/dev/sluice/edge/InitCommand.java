package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice init}: a gateway that serves other machines, safely. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    sortOptions = false,
    description = {
      "Writes a configuration with TLS, passwords and rules, an authority of its own and the"
          + " server's certificate. All files are readable by their owner only.",
      "The password of the user admin is shown once and written nowhere."
    },
    footer = {
      "",
      "Exit codes: 0 written, 2 nothing was written over.",
      "",
      "Examples:",
      "  ./sluice init",
      "  ./sluice init /etc/gateway --host gateway.example --port 8883"
    })
public final class InitCommand implements Callable<Integer> {
  static final String FOLDER = "gateway";
  private static final int PORT = 8883;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = FOLDER,
      description = "The folder to make (default: gateway).")
  private Path folder;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name or address by which devices know this machine; repeatable, the best first"
              + " (default: what this machine knows of itself).")
  private List<String> hosts = List.of();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + PORT,
      description = "Port of MQTT over TLS (default: 8883).")
  private int port;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new InitCommand());
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    List<String> names = hosts.isEmpty() ? LocalNames.all() : hosts;
    GatewayFolder gateway = new GatewayFolder(folder, Instant.now());
    String password = gateway.create(LocalNames.host(), names, port);
    PrintWriter out = spec.commandLine().getOut();
    out.println("written: " + gateway.config());
    out.println("certificate for: " + String.join(", ", names));
    out.println("user:     " + GatewayFolder.ADMIN);
    out.println("password: " + password + "   (shown this once)");
    out.println();
    out.println("  ./sluice edge --config " + gateway.config());
    out.println("  ./sluice device add NAME --dir " + gateway.config().getParent());
    return 0;
  }
}
