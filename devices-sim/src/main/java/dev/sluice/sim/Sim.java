package dev.sluice.sim;

import dev.sluice.config.ConfigException;
import dev.sluice.sim.config.SimConfig;
import dev.sluice.sim.config.SimConfigFile;
import dev.sluice.sim.demo.FieldCommand;
import dev.sluice.sim.fleet.ReplayFiles;
import dev.sluice.sim.fleet.Simulation;
import dev.sluice.sim.link.LinkCommand;
import dev.sluice.sim.signal.MalformedSeriesException;
import dev.sluice.sim.world.WorldCommand;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program {@code sluice sim}: a fleet of simulated devices, judged message by message. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    subcommands = {LinkCommand.class, WorldCommand.class, FieldCommand.class},
    description = {"Runs simulated devices against a broker and checks every message end to end."},
    footer = {
      "",
      "Exit codes: 0 every promise kept, 1 something lost, duplicate or unanswered, 2 the run could",
      "not start.",
      "",
      "Examples:",
      "  ./sluice sim",
      "  ./sluice sim --port 1885 --seconds 30 --report sim.json"
    })
public final class Sim implements Callable<Integer> {
  private static final int CANNOT_START = 2;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Groups of devices (default: ${DEFAULT-VALUE}).")
  private Path config = Path.of(System.getProperty("sluice.home", "."), "config", "sim.yaml");

  @Option(names = "--host", description = "Broker host, instead of broker.host.")
  private Optional<String> host = Optional.empty();

  @Option(names = "--port", description = "Broker port, instead of broker.port.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of relative replay, label and report files (default: here).")
  private Path data = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one value of the config, such as groups.0.count=100.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--seconds", description = "Stop publishing after so long (default: never).")
  private Optional<Double> seconds = Optional.empty();

  @Option(names = "--seed", description = "Seed of frames and jitter, instead of seed.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--replay",
      paramLabel = "FILE.csv",
      description = "All groups replay this timestamp,value series.")
  private Optional<String> replay = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "FILE.json",
      description = "Anomaly windows of the series (default: anomaly-windows.json beside it).")
  private Optional<String> labels = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "Replay at X times the recorded pace (default: a frame per period).")
  private Optional<Double> speed = Optional.empty();

  @Option(names = "--report", paramLabel = "FILE.json", description = "Write the report here.")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--progress", description = "One JSON object per line and second.")
  private boolean progress;

  /** Runs the program. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new Sim()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      return plan(vertx).run();
    } catch (ConfigException | MalformedSeriesException | CannotStartException e) {
      System.err.println(e.getMessage());
      return CANNOT_START;
    } finally {
      vertx.close();
    }
  }

  private SimRun plan(Vertx vertx)
      throws ConfigException, MalformedSeriesException, CannotStartException {
    SimConfig fleet = fleet();
    Optional<Duration> length = length();
    Optional<Path> reportFile = reportFile();
    Simulation simulation = new Simulation(vertx, fleet, new ReplayFiles(data), runTag());
    return new SimRun(simulation, fleet, length, reportFile, progress);
  }

  private SimConfig fleet() throws ConfigException, CannotStartException {
    List<String> all = new ArrayList<>(overrides);
    host.ifPresent(value -> all.add("broker.host=" + value));
    port.ifPresent(value -> all.add("broker.port=" + value));
    seed.ifPresent(value -> all.add("seed=" + value));
    SimConfig fleet = SimConfigFile.load(config, all);
    if (replay.isPresent()) {
      fleet = fleet.replaying(replay.get(), labels);
    }
    if (speed.isPresent()) {
      fleet = fleet.atSpeed(positive("--speed", speed.get()));
    }
    return fleet;
  }

  private Optional<Duration> length() throws CannotStartException {
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Math.round(positive("--seconds", seconds.get()) * 1_000)));
  }

  /** Found out before the run rather than after it. */
  private Optional<Path> reportFile() throws CannotStartException {
    Optional<Path> file = report.map(data::resolve);
    if (file.isPresent()) {
      Path folder = file.get().toAbsolutePath().getParent();
      if (!Files.isDirectory(folder)) {
        throw new CannotStartException("--report: no folder " + folder + ": create it first");
      }
    }
    return file;
  }

  private static double positive(String option, double value) throws CannotStartException {
    if (!(value > 0)) {
      throw new CannotStartException(option + ": must be more than 0 (found " + value + ")");
    }
    return value;
  }

  /** Unlike any other run's within a year or so: milliseconds, in few letters. */
  private static String runTag() {
    return Long.toString(System.currentTimeMillis() % 36_000_000_000L, 36);
  }
}
