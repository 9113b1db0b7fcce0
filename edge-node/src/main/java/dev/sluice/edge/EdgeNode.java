package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.inference.ModelException;
import dev.sluice.program.ProgramLog;
import dev.sluice.program.StopSignal;
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

/** The command {@code ./sluice edge}: one edge node in the foreground until it is told to stop. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    sortOptions = false,
    description = "Runs an edge node: the MQTT broker for devices, with inference routes.",
    footer = {
      "",
      "Prints one line when it serves: ready mqtt=HOST:PORT admin=HOST:PORT, then NAME=HOST:PORT",
      "for each further listener.",
      "Exit codes: 0 stopped as asked, 2 cannot start, 3 out of memory.",
      "",
      "Examples:",
      "  ./sluice edge",
      "  ./sluice edge --port 1885 --set policy.placement=edge-only",
      "  ./sluice edge --config /etc/gateway/edge.yaml"
    })
public final class EdgeNode implements Callable<Integer> {
  private static final int CANNOT_START = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${sys:sluice.home:-.}/config/edge.yaml",
      description = "Configuration file (default: config/edge.yaml).")
  private Path configFile;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "MQTT port, 0 = any free one; short for --set listener.port=N.")
  private Optional<Integer> port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder for what the node writes: its log, edge.log, and its journal (default: the log to"
              + " standard error, the journal to data/edge).")
  private Optional<Path> dataFolder;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one value of the file, such as uplink.port=1886; repeatable.")
  private List<String> overrides = new ArrayList<>();

  /** Reads the version from the jar. */
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"sluice edge " + Version.STRING};
    }
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new EdgeNode());
  }

  @Override
  public Integer call() {
    try {
      dataFolder.ifPresent(folder -> ProgramLog.into(folder.resolve("edge.log")));
      port.ifPresent(number -> overrides.add("listener.port=" + number));
      return serve(EdgeConfigFile.load(configFile, overrides));
    } catch (ConfigException | ModelException | JournalException | StartupException e) {
      PrintWriter err = spec.commandLine().getErr();
      e.getMessage().lines().forEach(line -> err.println("edge: " + line));
      return CANNOT_START;
    }
  }

  /** The listeners after the first. */
  private static String others(List<EdgeConfig.Listener> listeners, List<Integer> ports) {
    StringBuilder more = new StringBuilder();
    for (int i = 1; i < listeners.size(); i++) {
      EdgeConfig.Listener other = listeners.get(i);
      more.append(" %s=%s:%d".formatted(other.label(), other.host(), ports.get(i)));
    }
    return more.toString();
  }

  private int serve(EdgeConfigFile file)
      throws ConfigException, ModelException, JournalException, StartupException {
    EdgeConfig config = file.config();
    // Closed in reverse: the signal last, because the process may end then.
    try (StopSignal stop = new StopSignal();
        Gateway gateway = new Gateway(file, SetupOptions.journalFolder(dataFolder))) {
      Gateway.Addresses addresses = gateway.open();
      HangUp.hear(gateway::reload);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "ready mqtt=%s:%d admin=%s:%d%s%n",
          config.allListeners().get(0).host(),
          addresses.mqttPort(),
          config.admin().host(),
          addresses.adminPort(),
          others(config.allListeners(), addresses.mqttPorts()));
      out.flush();
      stop.asked().join();
    }
    return 0;
  }
}
