package dev.sluice.cloud;

import dev.sluice.cloud.config.BackboneUse;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelTrust;
import dev.sluice.program.ProgramLog;
import dev.sluice.program.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice cloud}: one cloud bridge in the foreground until it is stopped. */
@Command(
    name = "cloud",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    subcommands = {DeadLettersCommand.class, DoctorCommand.class},
    description = "Runs a cloud bridge: MQTT broker, models and answers for edge nodes.",
    footer = {
      "",
      "Prints one line when it serves: ready mqtt=HOST:PORT admin=HOST:PORT, and models=HOST:PORT",
      "where it offers models, gate=HOST:PORT pair=HOST:PORT where it has a gate; broker=HOST:PORT",
      "instead of mqtt where the broker is an external one, which it does not wait for. A worker of",
      "a backbone prints ready worker=GROUP admin=HOST:PORT, and does not wait for its engine.",
      "Exit codes: 0 stopped as asked, 1 its MQTT broker has failed, 2 cannot start,",
      "3 out of memory.",
      "",
      "Examples:",
      "  ./sluice cloud",
      "  ./sluice cloud --port 1886 --set inference.workers=4",
      "  ./sluice cloud --config /etc/sluice/cloud.yaml",
      "  ./sluice cloud dead-letters list --json",
      "  ./sluice cloud doctor"
    })
public final class CloudBridge implements Callable<Integer> {
  static final String CONFIG_FILE = "${sys:sluice.home:-.}/config/cloud.yaml";
  private static final int STOPPED = 0;
  private static final int FAILED = 1;
  private static final int CANNOT_START = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = CONFIG_FILE,
      description = "Configuration file (default: config/cloud.yaml).")
  private Path configFile;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "MQTT port, 0 = any free one; short for --set broker.port=N.")
  private Optional<Integer> port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder for what the bridge writes: its log, cloud.log, and its store (default: the log"
              + " to standard error, the store to data/cloud).")
  private Optional<Path> dataFolder;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one value of the file, such as inference.workers=4; repeatable.")
  private List<String> overrides = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new CloudBridge())
        .addSubcommand(InviteCommand.commandLine())
        .addSubcommand(EdgesCommand.commandLine());
  }

  @Override
  public Integer call() {
    try {
      dataFolder.ifPresent(folder -> ProgramLog.into(folder.resolve("cloud.log")));
      port.ifPresent(number -> overrides.add("broker.port=" + number));
      return serve(CloudConfig.load(configFile, overrides));
    } catch (ConfigException | ModelException | StartException e) {
      e.getMessage().lines().forEach(this::complain);
      return CANNOT_START;
    }
  }

  private int serve(CloudConfig config) throws ConfigException, ModelException, StartException {
    ModelTrust trust =
        ModelTrust.of(config.inference().trustedKeys(), config.inference().unsigned());
    Map<Path, ModelManifest> models = new LinkedHashMap<>();
    for (Path file : config.inference().models()) {
      models.put(file, trust.read(file));
    }
    ModelServers servers = ModelServers.open(config.inference().servers(), trust);
    requireOnePlace(models.values(), servers);
    try {
      return isWorker(config)
          ? work(config, models, trust, servers)
          : run(config, models, trust, servers);
    } catch (StartException e) {
      if (e.field().isEmpty()) {
        throw e;
      }
      throw CloudConfig.fault(configFile, overrides, e.field().get(), e.getMessage());
    }
  }

  private static boolean isWorker(CloudConfig config) {
    return config.backbone().filter(use -> use.role() == BackboneUse.Role.WORKER).isPresent();
  }

  private int work(
      CloudConfig config, Map<Path, ModelManifest> models, ModelTrust trust, ModelServers servers)
      throws ModelException, StartException {
    Path trials = StorePlace.trials(StorePlace.of(config, dataFolder));
    // Closed in reverse: the signal last, because the process may end then.
    try (var stop = new StopSignal();
        var runtime = RuntimeChoice.open(trials);
        WorkerNode node =
            WorkerNode.start(config, runtime, List.copyOf(models.values()), servers)) {
      node.refresh(models, trust, runtime);
      BackboneUse use = config.backbone().orElseThrow();
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "ready worker=%s admin=%s:%d%n", use.group(), config.admin().host(), node.adminPort());
      out.flush();
      stop.asked().join();
      return STOPPED;
    }
  }

  private int run(
      CloudConfig config, Map<Path, ModelManifest> models, ModelTrust trust, ModelServers servers)
      throws ModelException, StartException {
    Path store = StorePlace.of(config, dataFolder);
    // Closed in reverse: the signal last, because the process may end then.
    try (var stop = new StopSignal();
        var runtime = RuntimeChoice.open(StorePlace.trials(store));
        CloudNode node =
            CloudNode.start(config, store, runtime, List.copyOf(models.values()), servers)) {
      if (config.backbone().isEmpty()) {
        node.refresh(models, trust, runtime);
      }
      announce(config, node);
      CompletableFuture.anyOf(stop.asked(), node.failure()).join();
      if (!node.failure().isDone()) {
        return STOPPED;
      }
      complain(node.failure().join() + ": start the bridge again");
      return FAILED;
    }
  }

  private static void requireOnePlace(Collection<ModelManifest> here, ModelServers servers)
      throws ModelException {
    for (ModelManifest manifest : here) {
      if (servers.models().contains(manifest.name())) {
        throw new ModelException(
            "model '%s' is in inference.models and on a server; take one of them out"
                .formatted(manifest.name()));
      }
    }
  }

  private void announce(CloudConfig config, CloudNode node) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "ready %s admin=%s:%d%s%s%n",
        node.broker().orElseThrow().place(),
        config.admin().host(),
        node.adminPort(),
        models(config, node),
        gate(config, node));
    out.flush();
  }

  private static String models(CloudConfig config, CloudNode node) {
    return config
        .inference()
        .serve()
        .map(at -> " models=%s:%d".formatted(at.host(), node.modelPort().orElseThrow()))
        .orElse("");
  }

  private static String gate(CloudConfig config, CloudNode node) {
    return node.gate()
        .map(
            open ->
                " gate=%s:%d pair=%s:%d"
                    .formatted(
                        config.gate().orElseThrow().host(),
                        open.port(),
                        config.gate().orElseThrow().host(),
                        open.pairPort()))
        .orElse("");
  }

  private void complain(String line) {
    spec.commandLine().getErr().println("cloud: " + line);
  }
}
