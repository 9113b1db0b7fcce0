package dev.sluice.edge;

import java.io.PrintWriter;
import java.nio.charset.Charset;
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
    System.exit(
        PlainWords.read(args).map(EdgeNode::run).orElseGet(() -> commandLine().execute(args)));
  }

  /** As the command line would run it. */
  private static int run(NodeOptions options) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    try {
      return new NodeStart(options, out, err).run();
    } catch (RuntimeException e) {
      e.printStackTrace(err);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new EdgeNode());
  }

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    return new NodeStart(options(), line.getOut(), line.getErr()).run();
  }

  NodeOptions options() {
    return new NodeOptions(configFile, port, dataFolder, overrides);
  }
}
