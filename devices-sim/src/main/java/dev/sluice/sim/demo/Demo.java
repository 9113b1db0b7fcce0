package dev.sluice.sim.demo;

import dev.sluice.sim.link.Bandwidth;
import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.Outage;
import dev.sluice.sim.link.ShortDuration;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code sluice demo}: its options. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Edge node, cloud bridge and devices on this machine; the uplink between them is cut and comes"
          + " back."
    },
    footer = {
      "",
      "Exit codes: 0 nothing lost, nothing twice, everything answered, and what was required held,",
      "1 something did not hold, 2 could not start.",
      "",
      "Examples:",
      "  ./sluice demo",
      "  ./sluice demo --compare",
      "  ./sluice demo --seconds 30 --report demo.json"
    })
public final class Demo implements Callable<Integer> {
  private static final int SECONDS_MIN = 5;
  private static final int SECONDS_MAX = 24 * 3600;

  private final Stage stage;
  @Spec private CommandSpec spec;

  @Option(names = "--seconds", defaultValue = "40", description = "Devices publish that long.")
  private int seconds;

  @Option(names = "--seed", defaultValue = "1", description = "Of signals, schedule and link.")
  private long seed;

  @Option(names = "--report", paramLabel = "FILE", description = "Where the JSON report goes.")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--compare", description = "Then edge-only, cloud-only and threshold as well.")
  private boolean compare;

  @Option(
      names = "--placement",
      defaultValue = "adaptive",
      converter = Placement.Word.class,
      description = "adaptive, edge-only, cloud-only, threshold, prefer-edge or prefer-cloud.")
  private Placement placement;

  @Option(names = "--replay", paramLabel = "FILE.csv", description = "Real series, not synthetic.")
  private Optional<Path> replay = Optional.empty();

  @Option(names = "--labels", paramLabel = "FILE.json", description = "Their anomaly windows.")
  private Optional<Path> labels = Optional.empty();

  @Option(
      names = "--require",
      paramLabel = "FIELD>=N",
      converter = Requirement.Word.class,
      description = "A bound the report must keep, such as shares.edge>=0.1. May be repeated.")
  private List<Requirement> requirements = List.of();

  @Option(names = "--edge-port", description = "0: any free one.")
  private int edgePort;

  @Option(names = "--cloud-port", description = "0: any free one.")
  private int cloudPort;

  @Option(names = "--admin-port", description = "Of the edge node. 0: any free one.")
  private int adminPort;

  @Option(
      names = "--link-latency",
      defaultValue = "15ms",
      converter = ShortDuration.class,
      description = "Of the uplink, one way.")
  private Duration latency;

  @Option(
      names = "--link-jitter",
      defaultValue = "5ms",
      converter = ShortDuration.class,
      description = "Added to it, between 0 and this.")
  private Duration jitter;

  @Option(
      names = "--link-mbps",
      defaultValue = "0.6",
      description = "Rate of the uplink each way, in Mbit/s.")
  private double mbps;

  @Option(
      names = "--outage",
      defaultValue = "REFUSE",
      description = "What both ends notice of the cut: ${COMPLETION-CANDIDATES}.")
  private Outage.Kind outage;

  @Option(names = "--keep-logs", paramLabel = "DIR", description = "Keep the programs' logs here.")
  private Optional<Path> logs = Optional.empty();

  @Option(names = "--no-table", description = "A line per second, no redrawn table.")
  private boolean noTable;

  /** Where the programs come from, and whether somebody watches. */
  record Stage(List<String> launcher, Path configs, boolean terminal) {}

  Demo(Stage stage) {
    this.stage = stage;
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    Path home = Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
    Stage stage =
        new Stage(
            List.of(home.resolve("sluice").toString()),
            home.resolve("config/demo"),
            Boolean.getBoolean("sluice.terminal"));
    return commandLine(stage);
  }

  static CommandLine commandLine(Stage stage) {
    return new CommandLine(new Demo(stage))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    View view = stage.terminal() && !noTable ? new LiveTable(out) : new LineView(out);
    List<Placement> placements =
        compare
            ? List.of(
                Placement.ADAPTIVE, Placement.EDGE_ONLY, Placement.CLOUD_ONLY, Placement.THRESHOLD)
            : List.of(placement);
    Show show = new Show(plan(), placements, requirements, report, logs);
    return show.perform(view, out, err);
  }

  private Plan plan() {
    if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
      String bounds = SECONDS_MIN + " to " + SECONDS_MAX;
      throw new ParameterException(
          spec.commandLine(), "--seconds must be " + bounds + ", found " + seconds);
    }
    return new Plan(
        stage.launcher(),
        stage.configs(),
        Duration.ofSeconds(seconds),
        seed,
        new Plan.Ports(edgePort, cloudPort, adminPort),
        replay.map(Path::toAbsolutePath),
        labels.map(Path::toAbsolutePath),
        link(),
        outage);
  }

  private LinkSettings link() {
    try {
      return LinkSettings.of(latency, jitter, seed)
          .withBandwidth(Bandwidth.mbps(mbps), Bandwidth.mbps(mbps));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
