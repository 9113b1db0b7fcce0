package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.trainer.CascadeStudy.Result;
import dev.sluice.trainer.Example.Seeds;
import dev.sluice.trainer.Opinions.Scores;
import java.io.IOException;
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

/** The command that says what second opinions are worth. */
@Command(
    name = "cascade",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks the small model first and the large one for some share of frames, and reports the F1 that",
      "comes of it, for every share: by the gateway's own rule, by a threshold on confidence, and by",
      "chance. Thresholds are fitted on the earlier part of each series and judged on the later one."
    })
final class CascadeCommand implements Callable<Integer> {
  /** Frames begin so many values apart: more of them than one each frame's length. */
  private static final int STEP = 16;

  private static final double TRAINING_SHARE = 0.6;
  private static final Seeds SIMULATED_TRAINING = new Seeds(7_000_000_000L, 100);
  private static final Seeds SIMULATED_TEST = new Seeds(7_000_001_000L, 100);

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "config/models",
      description = "Where the models are (default: ${DEFAULT-VALUE}).")
  private Path models;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of recorded series with their anomaly-windows.json, judged as well.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where cascade.json and cascade.html are written.")
  private Optional<Path> report = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      List<RealSeries> series = data.isPresent() ? RealSeries.folder(data.get()) : List.of();
      CascadeReport result = new CascadeReport(studies(series));
      spec.commandLine().getOut().print(result.text());
      spec.commandLine().getOut().flush();
      if (report.isPresent()) {
        result.write(report.get());
      }
      return CommandLine.ExitCode.OK;
    } catch (IOException | ModelException | InferenceException e) {
      spec.commandLine().getErr().println("train: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private List<Result> studies(List<RealSeries> series) throws ModelException, InferenceException {
    var files = new ModelFiles(models);
    try (ModelRuntime runtime = new OnnxRuntime();
        Model small = runtime.load(files.read(Recipe.LIGHT.name()));
        Model large = runtime.load(files.read(Recipe.HEAVY.name()))) {
      int window = large.manifest().input().window();
      var results = new ArrayList<Result>();
      results.add(
          CascadeStudy.of(
              "simulated machines",
              Opinions.scores(small, large, machines(SIMULATED_TRAINING, window)),
              Opinions.scores(small, large, machines(SIMULATED_TEST, window))));
      results.add(surfaces(runtime, files));
      if (!series.isEmpty()) {
        results.add(recorded(series, small, large, window));
      }
      return results;
    }
  }

  private static Result surfaces(ModelRuntime runtime, ModelFiles files)
      throws ModelException, InferenceException {
    try (Model small = runtime.load(files.read(SurfaceRecipe.LIGHT.name()));
        Model large = runtime.load(files.read(SurfaceRecipe.MEDIUM.name()))) {
      return CascadeStudy.of(
          "simulated surfaces",
          pieces(small, large, SIMULATED_TRAINING),
          pieces(small, large, SIMULATED_TEST));
    }
  }

  private static List<Scores> pieces(Model small, Model large, Seeds cameras)
      throws InferenceException {
    var scores = new ArrayList<Scores>();
    for (SurfaceExample piece :
        SurfaceExample.simulated(cameras, SurfaceTraining.PIECES_PER_CAMERA)) {
      scores.add(
          new Scores(
              small.infer(piece.features(small)).score(),
              large.infer(piece.features(large)).score(),
              piece.defective()));
    }
    return scores;
  }

  private static List<Example> machines(Seeds seeds, int window) {
    return Example.machines(seeds, Training.FRAMES_PER_DEVICE, window);
  }

  /** All series together, each split by time. */
  private static Result recorded(List<RealSeries> series, Model small, Model large, int window)
      throws InferenceException {
    var training = new ArrayList<Scores>();
    var test = new ArrayList<Scores>();
    for (RealSeries one : series) {
      List<Scores> scores = Opinions.scores(small, large, one.examples(window, STEP));
      int split = (int) (TRAINING_SHARE * scores.size());
      training.addAll(scores.subList(0, split));
      // Frames that share values with the training part belong to neither.
      int overlap = Math.min(scores.size(), split + window / STEP);
      test.addAll(scores.subList(overlap, scores.size()));
    }
    return CascadeStudy.of("recorded series", training, test);
  }
}
