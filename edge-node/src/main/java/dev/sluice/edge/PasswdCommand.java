package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import dev.sluice.edge.auth.UserFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice passwd}: another password for a user of a gateway. */
@Command(
    name = "passwd",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    sortOptions = false,
    description = {
      "Changes a password: asks for it, or reads one line where there is no terminal.",
      "Whoever is connected with the old one is disconnected."
    },
    footer = {
      "",
      "Exit codes: 0 changed, 2 not changed.",
      "",
      "Examples:",
      "  ./sluice passwd admin",
      "  ./sluice passwd pump-7 --random"
    })
public final class PasswdCommand implements Callable<Integer> {
  private static final int CHARS_MIN = 8;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name;

  @Option(names = "--random", description = "A random password, which is shown once.")
  private boolean random;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = InitCommand.FOLDER,
      description = "The folder that ./sluice init has made (default: gateway).")
  private Path folder;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new PasswdCommand());
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    UserFile users = new GatewayFolder(folder, Instant.now()).users();
    if (random) {
      spec.commandLine().getOut().println(users.setRandomPassword(name));
      return 0;
    }
    String chosen = ask();
    if (chosen.length() < CHARS_MIN) {
      throw new ConfigException("a password has at least " + CHARS_MIN + " characters");
    }
    users.setPassword(name, chosen);
    spec.commandLine().getOut().println("changed: " + name);
    return 0;
  }

  private String ask() throws ConfigException, IOException {
    Optional<Console> console = Optional.ofNullable(System.console());
    if (console.isEmpty()) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return Optional.ofNullable(in.readLine()).orElse("");
    }
    String first = new String(console.get().readPassword("New password: "));
    String second = new String(console.get().readPassword("Again: "));
    if (!first.equals(second)) {
      throw new ConfigException("the two passwords differ");
    }
    return first;
  }
}
