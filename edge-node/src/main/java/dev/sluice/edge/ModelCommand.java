package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.config.command.Told;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelKeys;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.ModelTrust;
import dev.sluice.inference.OnnxFile;
import dev.sluice.inference.WarmUp;
import dev.sluice.inference.trial.GuardedRuntime;
import dev.sluice.topic.TopicFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice model}: takes in an operator's own models, and looks after them. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    description = "Takes in your own ONNX models, checks those that are there, and signs them.",
    footer = {
      "",
      "Exit codes: 0 done, 2 not possible, and one line says why.",
      "",
      "Examples:",
      "  ./sluice model add seal.onnx --topic 'cams/+/frame' --labels good,leaking",
      "  ./sluice model list",
      "  ./sluice model verify config/models/vibration-heavy.model.yaml",
      "  ./sluice model sign --key ops.key seal.model.yaml"
    })
public final class ModelCommand {
  private static final int DONE = 0;
  private static final int NOT_POSSIBLE = 2;
  private static final String NAME = "[A-Za-z0-9._-]{1,64}";
  private static final String LABEL = "[^\"\\\\]{1,64}";
  private static final long FILE_BYTES_MAX = 256L << 20;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(
            new ModelCommand(),
            Set.of(
                ModelException.class,
                InferenceException.class,
                ConfigException.class,
                IOException.class))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private void warn(String line) {
    spec.commandLine().getErr().println("model: " + line);
    spec.commandLine().getErr().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Inspects an ONNX file, times it, writes its manifest beside it, and prints the route.",
        "It must take one float32 tensor, [1, n] or an image, and give one score from 0 to 1, [1,"
            + " 1]."
      },
      footer = {
        "",
        "Exit codes: 0 added, 2 not possible, and one line says why.",
        "",
        "Examples:",
        "  ./sluice model add seal.onnx --topic 'cams/+/frame' --labels good,leaking"
      })
  int add(
      @Parameters(paramLabel = "FILE", description = "The ONNX file.") Path file,
      @Option(
              names = "--topic",
              required = true,
              paramLabel = "FILTER",
              description = "Messages that shall be answered.")
          String topic,
      @Option(names = "--name", description = "Its name (default: that of the file).")
          Optional<String> name,
      @Option(
              names = "--model-version",
              defaultValue = "1",
              description = "Its version (default: 1).")
          String version,
      @Option(
              names = "--labels",
              split = ",",
              defaultValue = "normal,anomaly",
              description = "Below and above the threshold (default: normal,anomaly).")
          List<String> labels,
      @Option(
              names = "--threshold",
              defaultValue = "0.5",
              description = "On the score, 0 to 1 (default: 0.5).")
          float threshold,
      @Option(
              names = "--deadline",
              defaultValue = "500ms",
              description = "Of the route (default: 500ms).")
          String deadline,
      @Option(names = "--force", description = "Write over a manifest that is there.")
          boolean force)
      throws ModelException, InferenceException, IOException {
    check(topic, labels, version);
    byte[] graph = read(file);
    ModelDraft draft =
        new ModelDraft(
            name.orElse(file.getFileName().toString().replaceFirst("\\.onnx$", "")),
            version,
            file,
            graph,
            OnnxFile.inspect(file.toString(), graph),
            labels,
            threshold);
    if (!draft.name().matches(NAME)) {
      throw new ModelException(
          "--name: '" + draft.name() + "' must be 1 to 64 of letters, digits, '.', '_', '-'");
    }
    print(write(draft, force), draft, topic, deadline);
    return DONE;
  }

  private static void check(String topic, List<String> labels, String version)
      throws ModelException {
    if (TopicFilter.parse(topic).isEmpty()) {
      throw new ModelException(
          "--topic: '"
              + topic
              + "' must be a topic filter: '+' alone on its level, '#' at the end");
    }
    boolean two = labels.size() == 2 && !labels.get(0).equals(labels.get(1));
    if (!two || !labels.stream().allMatch(label -> label.matches(LABEL))) {
      throw new ModelException("--labels: must be two different words, such as good,bad");
    }
    if (!version.matches(LABEL)) {
      throw new ModelException("--model-version: must be a word, such as 2 or 2026-11");
    }
  }

  private static byte[] read(Path file) throws ModelException, IOException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(file + ": no such file; give the path of an ONNX file");
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new ModelException(file + ": larger than " + FILE_BYTES_MAX + " bytes");
    }
    return Files.readAllBytes(file);
  }

  /** Once the model has been loaded and run from what is written. */
  private String write(ModelDraft draft, boolean force)
      throws ModelException, InferenceException, IOException {
    Path manifest = draft.manifestFile();
    if (Files.exists(manifest) && !force) {
      throw new ModelException(manifest + ": is there already; say --force to write over it");
    }
    Path unfinished = manifest.resolveSibling(manifest.getFileName() + ".part");
    try {
      Files.writeString(unfinished, draft.manifest());
      String times = timed(ModelManifest.read(unfinished));
      Files.move(unfinished, manifest, StandardCopyOption.REPLACE_EXISTING);
      return times;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void print(String times, ModelDraft draft, String topic, String deadline) {
    out().println(times);
    out().println();
    out().println("For inference.models of the edge node (and of the cloud bridge):");
    out().println("    - " + draft.manifestFile().toAbsolutePath());
    out().println("For routes of the policy file:");
    out().print(draft.route(topic, deadline));
    out().flush();
  }

  /** Loads it, runs it, and says how long that takes. */
  private String timed(ModelManifest manifest) throws ModelException, InferenceException {
    try (ModelRuntime runtime = GuardedRuntime.withoutNotes(this::warn);
        Model model = runtime.load(manifest)) {
      WarmUp.Times times = WarmUp.measure(model, 200);
      return "%s version %s: %s, %d runs, median %.3f ms, 95 %% within %.3f ms"
          .formatted(
              manifest.name(),
              manifest.version(),
              input(manifest),
              times.runs(),
              times.median().toNanos() / 1e6,
              times.p95().toNanos() / 1e6);
    }
  }

  private static String input(ModelManifest manifest) {
    return manifest
        .input()
        .image()
        .map(
            image ->
                "%s image of %d x %d"
                    .formatted(image.colour().word(), image.width(), image.height()))
        .orElse("window of " + manifest.input().window());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Says which models a configuration of the edge node names, and how they are.",
      footer = {
        "",
        "Exit codes: 0 listed, 2 not possible, and one line says why.",
        "",
        "Examples:",
        "  ./sluice model list"
      })
  int list(
      @Option(
              names = "--config",
              paramLabel = "FILE",
              defaultValue = "${sys:sluice.home:-.}/config/edge.yaml",
              description = "Configuration of the edge node (default: config/edge.yaml).")
          Path config)
      throws ConfigException, ModelException {
    int result = DONE;
    EdgeConfig.Inference inference = EdgeConfigFile.load(config, List.of()).config().inference();
    ModelTrust trust = ModelTrust.of(inference.trustedKeys(), inference.unsigned());
    for (Path file : inference.models()) {
      try {
        out().println(timed(trust.read(file)) + "; " + trust.standing(file));
      } catch (ModelException | InferenceException e) {
        out().println("unusable: " + e.getMessage());
        result = NOT_POSSIBLE;
      }
    }
    out().flush();
    return result;
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Checks manifests, their signatures, their files' hashes and shapes, and times the models.",
        "Without a trusted key it says whether there is a signature, and not whose."
      },
      footer = {
        "",
        "Exit codes: 0 all are right, 2 one is not, and one line says why.",
        "",
        "Examples:",
        "  ./sluice model verify config/models/vibration-heavy.model.yaml"
      })
  int verify(
      @Option(
              names = "--trusted-key",
              paramLabel = "FILE",
              description = "NAME.pub, by which a signature must be; repeatable.")
          List<Path> keys,
      @Option(
              names = "--unsigned",
              defaultValue = "allowed",
              description = "allowed or refused (default: allowed).")
          ModelTrust.Unsigned unsigned,
      @Parameters(paramLabel = "MANIFEST", arity = "1..*", description = "name.model.yaml")
          List<Path> manifests)
      throws ModelException, InferenceException {
    ModelTrust trust = ModelTrust.of(keys == null ? List.of() : keys, unsigned);
    for (Path manifest : manifests) {
      out().println(timed(trust.read(manifest)) + "; " + trust.standing(manifest));
    }
    out().flush();
    return DONE;
  }

  @Command(
      name = "keygen",
      mixinStandardHelpOptions = true,
      description = "Makes a pair of keys: NAME.key signs models, NAME.pub goes to the gateways.",
      footer = {
        "",
        "Exit codes: 0 made, 2 not possible, and one line says why.",
        "",
        "Examples:",
        "  ./sluice model keygen ops"
      })
  int keygen(@Parameters(paramLabel = "NAME", description = "Path without ending.") Path name)
      throws ModelException {
    Path privateFile = name.resolveSibling(name.getFileName() + ".key");
    Path publicFile = name.resolveSibling(name.getFileName() + ".pub");
    try {
      ModelKeys.generate(privateFile, publicFile);
    } catch (IOException e) {
      throw new ModelException(e.getMessage() + ": cannot be written, or is there already", e);
    }
    out().println("for inference.trusted-keys of the edge node: " + publicFile.toAbsolutePath());
    out().flush();
    return DONE;
  }

  @Command(
      name = "sign",
      mixinStandardHelpOptions = true,
      description = "Signs manifests, and so the models whose hashes they hold.",
      footer = {
        "",
        "Exit codes: 0 signed, 2 not possible, and one line says why.",
        "",
        "Examples:",
        "  ./sluice model sign --key ops.key seal.model.yaml"
      })
  int sign(
      @Option(names = "--key", required = true, paramLabel = "FILE", description = "NAME.key")
          Path key,
      @Parameters(paramLabel = "MANIFEST", arity = "1..*", description = "name.model.yaml")
          List<Path> manifests)
      throws ModelException, IOException {
    for (Path manifest : manifests) {
      out().println(ModelKeys.sign(manifest, key));
    }
    out().flush();
    return DONE;
  }
}
