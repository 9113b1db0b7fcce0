package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.config.ConfigException;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The cloud bridge's program. Exit codes: 0 stopped, 1 failed while running, 2 cannot start. */
@Command(
    name = "cloud",
    mixinStandardHelpOptions = true,
    description = "Runs a cloud bridge: MQTT broker, models and answers for edge nodes.")
public final class CloudBridge implements Callable<Integer> {
  private static final int CANNOT_START = 2;
  private static final int FAILED = 1;
  private static final String LOGGING = "logback.configurationFile";

  @Option(
      names = "--config",
      defaultValue = "config/cloud.yaml",
      description = "Configuration file; ${DEFAULT-VALUE} unless given.")
  private Path config;

  @Option(names = "--port", description = "Port of the MQTT broker; 0 takes a free one.")
  private Optional<Integer> port = Optional.empty();

  @Option(names = "--data", description = "Folder for cloud.log; without it, no file is written.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Overrides a key of the configuration, such as inference.workers=4.")
  private List<String> overrides = new ArrayList<>();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CloudBridge()).execute(arguments));
  }

  @Override
  public Integer call() {
    try {
      configureLogging();
      CloudConfig loaded = CloudConfig.load(config, allOverrides());
      return run(loaded);
    } catch (ConfigException | ModelException | StartException e) {
      System.err.println(e.getMessage());
      return CANNOT_START;
    }
  }

  /** Before the first logger exists. */
  private void configureLogging() throws StartException {
    String file = "logback-cloud.xml";
    if (data.isPresent()) {
      Path folder = data.get().toAbsolutePath();
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new StartException("cannot create the data folder " + folder + ": " + e, e);
      }
      System.setProperty("sluice.cloud.data", folder.toString());
      file = "logback-cloud-data.xml";
    }
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, file);
    }
  }

  private List<String> allOverrides() {
    List<String> all = new ArrayList<>(overrides);
    port.ifPresent(number -> all.add("broker.port=" + number));
    return all;
  }

  private static int run(CloudConfig config) throws ModelException, StartException {
    List<ModelManifest> manifests = new ArrayList<>();
    for (Path model : config.inference().models()) {
      manifests.add(ModelManifest.read(model));
    }
    try (var runtime = new OnnxRuntime();
        CloudNode node = CloudNode.start(config, runtime, manifests)) {
      // A hook, because the signal that stops the process interrupts nobody.
      Runtime.getRuntime().addShutdownHook(new Thread(node::close, "sluice-stop"));
      System.out.printf(
          "ready mqtt=%s:%d admin=%s:%d%n",
          config.broker().host(), node.mqttPort(), config.admin().host(), node.adminPort());
      System.err.println(node.awaitFailure() + "; stopping, so that a supervisor starts again");
      return FAILED;
    }
  }
}
