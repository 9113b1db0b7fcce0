package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.trainer.CascadeStudy.Result;
import dev.sluice.trainer.Example.Seeds;
import dev.sluice.trainer.Opinions.Scores;
import dev.sluice.trainer.Opinions.Second;
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
      "Asks the small model first and the large one for some share of frames, and reports the F1"
          + " that",
      "comes of it, for every share: by the gateway's own rules (gain; shift of the signal), by a",
      "threshold on confidence, and by chance. On recorded series a detector that remembers more",
      "than both is asked as well. Thresholds are fitted on the earlier part of each series and"
          + " judged on the later one."
    },
    footer = {
      "",
      "Exit codes: 0 reported, 2 could not.",
      "",
      "Examples:",
      "  ./sluice train cascade"
    })
final class CascadeCommand implements Callable<Integer> {
  /** Frames begin so many values apart: more of them than one each frame's length. */
  private static final int STEP = 16;

  private static final double TRAINING_SHARE = 0.6;

  /** Frames between the two parts, the same for all models: they are judged on the same ones. */
  private static final int APART = Recipe.HEAVY.window() / STEP;

  /** Values that a history is asked to remember. */
  private static final List<Integer> REMEMBERED = List.of(1_024, 2_048, 4_096);

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

  @Option(names = "--recorded", description = "Judge the recorded series alone: in seconds.")
  private boolean recordedOnly;

  @Option(
      names = "--write-history",
      paramLabel = "DIR",
      description = "Where history.onnx goes, its threshold fitted on the earlier part of --data.")
  private Optional<Path> history = Optional.empty();

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
      if (history.isPresent()) {
        write(history.get(), result);
      }
      return CommandLine.ExitCode.OK;
    } catch (IOException | ModelException | InferenceException e) {
      spec.commandLine().getErr().println("train: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private static void write(Path folder, CascadeReport report) throws IOException {
    Result fitted =
        report.results().stream()
            .filter(result -> result.data().equals(history(History.WRITTEN.window())))
            .findFirst()
            .orElseThrow(() -> new IOException("--write-history needs --data"));
    new ModelFiles(folder).write(History.WRITTEN, fitted.secondThreshold());
  }

  private static String history(int remembered) {
    return "recorded series, history of " + remembered;
  }

  private List<Result> studies(List<RealSeries> series) throws ModelException, InferenceException {
    var files = new ModelFiles(models);
    try (ModelRuntime runtime = new OnnxRuntime();
        Model small = runtime.load(files.read(Recipe.LIGHT.name()));
        Model large = runtime.load(files.read(Recipe.HEAVY.name()))) {
      int window = large.manifest().input().window();
      var results = new ArrayList<Result>();
      if (!recordedOnly) {
        results.add(
            CascadeStudy.of(
                "simulated machines",
                Opinions.scores(small, large, machines(SIMULATED_TRAINING, window)),
                Opinions.scores(small, large, machines(SIMULATED_TEST, window))));
        results.add(surfaces(runtime, files));
      }
      if (!series.isEmpty()) {
        results.add(
            recorded("recorded series", series, small, each -> large.infer(each).score(), window));
        for (int remembered : REMEMBERED) {
          results.add(
              recorded(
                  history(remembered), series, small, new History(remembered)::score, remembered));
        }
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

  /**
   * All series together, each split by time. What a frame is compared with may lie in the training
   * part, as it would on a gateway; its own values never do.
   */
  private static Result recorded(
      String data, List<RealSeries> series, Model small, Second large, int window)
      throws InferenceException {
    var training = new ArrayList<Scores>();
    var test = new ArrayList<Scores>();
    for (RealSeries one : series) {
      List<Scores> scores = Opinions.scores(small, large, one.examples(window, STEP));
      int split = (int) (TRAINING_SHARE * scores.size());
      training.addAll(scores.subList(0, split));
      int apart = Math.min(scores.size(), split + APART);
      test.addAll(scores.subList(apart, scores.size()));
    }
    return CascadeStudy.of(data, training, test);
  }
}
