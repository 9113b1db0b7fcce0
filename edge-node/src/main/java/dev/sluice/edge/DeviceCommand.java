package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import dev.sluice.edge.auth.User;
import dev.sluice.edge.config.EdgeConfig.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice device}: who may come to a gateway that {@code init} has made. */
@Command(
    name = "device",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    description = "Adds, lists and removes devices. A running node takes the change by itself.",
    footer = {
      "",
      "Exit codes: 0 done, 2 nothing was changed.",
      "",
      "Examples:",
      "  ./sluice device add pump-7",
      "  ./sluice device add pump-8 --certificate",
      "  ./sluice device remove pump-7"
    })
public final class DeviceCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      defaultValue = InitCommand.FOLDER,
      description = "The folder that ./sluice init has made (default: gateway).")
  private Path folder;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new DeviceCommand());
  }

  private GatewayFolder gateway() {
    return new GatewayFolder(folder, Instant.now());
  }

  /** One more, and how it may say hello. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a device and prints the line with which it can say hello.",
      footer = {
        "",
        "Exit codes: 0 added, 2 nothing was changed.",
        "",
        "Examples:",
        "  ./sluice device add pump-7",
        "  ./sluice device add pump-8 --certificate"
      })
  int add(
      @Parameters(paramLabel = "NAME", description = "Its name, which is its Client Identifier.")
          String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "device",
              description = "A role of acl.yaml (default: device).")
          String role,
      @Option(
              names = "--certificate",
              description = "It proves who it is with a certificate instead of a password.")
          boolean certificate)
      throws ConfigException, IOException {
    GatewayFolder gateway = gateway();
    // First, so that nothing is half done where there is no gateway.
    List<String> line = address(gateway);
    line.addAll(List.of("-i", name));
    line.addAll(certificate ? certified(gateway, name, role) : withPassword(gateway, name, role));
    line.addAll(List.of("-q", "1", "-t", "devices/" + name + "/hello", "-m", "hello"));
    spec.commandLine().getOut().println(String.join(" ", line));
    spec.commandLine()
        .getErr()
        .printf(
            "device: '%s' has the role '%s'; %s%n",
            name,
            role,
            certificate
                ? "give it its certificate, its key and pki/ca.crt"
                : "its password is shown this once; give it pki/ca.crt too");
    return 0;
  }

  private static List<String> withPassword(GatewayFolder gateway, String name, String role)
      throws ConfigException {
    String password = gateway.users().addWithRandomPassword(name, Set.of(role));
    return List.of("-u", name, "-P", quoted(password));
  }

  private static List<String> certified(GatewayFolder gateway, String name, String role)
      throws ConfigException, IOException {
    gateway.users().addWithoutPassword(name, Set.of(role));
    gateway.certify(name);
    return List.of(
        "--cert",
        quoted(gateway.deviceCertificate(name).toString()),
        "--key",
        quoted(gateway.deviceKey(name).toString()));
  }

  private static List<String> address(GatewayFolder gateway) throws ConfigException {
    Listener listener = gateway.listener();
    List<String> line = new ArrayList<>();
    line.add("mosquitto_pub");
    line.addAll(List.of("-h", listener.isLocal() ? listener.host() : gateway.host()));
    line.addAll(List.of("-p", String.valueOf(listener.port())));
    if (listener.tls().isPresent()) {
      line.addAll(List.of("--cafile", quoted(gateway.authorityCertificate().toString())));
    }
    return line;
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** All of them. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Says who may come: name, roles, and what proves it.",
      footer = {
        "",
        "Exit codes: 0 listed, 2 the files cannot be read.",
        "",
        "Examples:",
        "  ./sluice device list"
      })
  int list() throws ConfigException {
    for (User user : gateway().users().list()) {
      spec.commandLine()
          .getOut()
          .printf(
              "%-24s %-24s %s%n",
              user.name(),
              String.join(",", new TreeSet<>(user.roles())),
              user.password().isPresent() ? "password" : "certificate");
    }
    return 0;
  }

  /** One less. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a device, its certificate included; it is disconnected at once.",
      footer = {
        "",
        "Exit codes: 0 removed, 2 nothing was changed.",
        "",
        "Examples:",
        "  ./sluice device remove pump-7"
      })
  int remove(@Parameters(paramLabel = "NAME", description = "Its name.") String name)
      throws ConfigException, IOException {
    GatewayFolder gateway = gateway();
    gateway.users().remove(name);
    gateway.forget(name);
    spec.commandLine().getOut().println("removed: " + name);
    return 0;
  }
}
