package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that makes the models and says what they are worth. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = CascadeCommand.class,
    description = "Trains the models from simulated devices and measures them on unseen ones.",
    footer = {"", "Exit codes: 0 trained, 2 could not.", "", "Examples:", "  ./sluice train"})
public final class Trainer implements Callable<Integer> {
  private static final List<Recipe> RECIPES = List.of(Recipe.LIGHT, Recipe.HEAVY);
  private static final List<SurfaceRecipe> SURFACES =
      List.of(SurfaceRecipe.LIGHT, SurfaceRecipe.MEDIUM, SurfaceRecipe.HEAVY);

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "config/models",
      description = "Where the models are written, or found (default: ${DEFAULT-VALUE}).")
  private Path models;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Same seed, same files, byte for byte (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--only",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Only models whose names begin so, such as surface- or vibration-light.")
  private String only = "";

  @Option(names = "--evaluate", description = "Train nothing; measure the models that are there.")
  private boolean evaluateOnly;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of recorded series with their anomaly-windows.json, measured as well.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where models.txt and models.json are written.")
  private Optional<Path> report = Optional.empty();

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new Trainer());
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      List<RealSeries> series = data.isPresent() ? RealSeries.folder(data.get()) : List.of();
      var files = new ModelFiles(models);
      if (!evaluateOnly) {
        train(files, out);
      }
      Report result = evaluate(files, series);
      out.print(result.text());
      out.flush();
      if (report.isPresent()) {
        result.write(report.get());
      }
      return CommandLine.ExitCode.OK;
    } catch (IOException | ModelException | InferenceException e) {
      spec.commandLine().getErr().println("train: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private List<Recipe> recipes() {
    return RECIPES.stream().filter(recipe -> recipe.name().startsWith(only)).toList();
  }

  private List<SurfaceRecipe> surfaces() {
    return SURFACES.stream().filter(recipe -> recipe.name().startsWith(only)).toList();
  }

  private void train(ModelFiles files, PrintWriter out)
      throws IOException, ModelException, InferenceException {
    Consumer<String> progress =
        line -> {
          out.println(line);
          out.flush();
        };
    for (Recipe recipe : recipes()) {
      Detector detector = Training.detector(recipe, seed, progress);
      files.write(detector, Training.threshold(detector));
    }
    for (SurfaceRecipe recipe : surfaces()) {
      SurfaceDetector detector = SurfaceTraining.detector(recipe, seed, progress);
      files.write(detector, Threshold.UNDECIDED);
      try (ModelRuntime runtime = new OnnxRuntime();
          Model model = runtime.load(files.read(recipe.name()))) {
        files.write(detector, SurfaceTraining.threshold(model));
      }
    }
  }

  private Report evaluate(ModelFiles files, List<RealSeries> series)
      throws ModelException, InferenceException {
    var evaluations = new ArrayList<Evaluation>();
    var surfaces = new ArrayList<SurfaceEvaluation>();
    try (ModelRuntime runtime = new OnnxRuntime()) {
      for (Recipe recipe : recipes()) {
        try (Model model = runtime.load(files.read(recipe.name()))) {
          evaluations.add(Evaluation.of(model, Training.EVALUATION, series));
        }
      }
      for (SurfaceRecipe recipe : surfaces()) {
        try (Model model = runtime.load(files.read(recipe.name()))) {
          surfaces.add(SurfaceEvaluation.of(model, SurfaceTraining.EVALUATION));
        }
      }
    }
    return new Report(evaluations, surfaces);
  }
}
