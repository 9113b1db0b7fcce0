package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.trainer.Example.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Turns a recipe and a seed into a detector of surface defects, as {@link Training} does. */
final class SurfaceTraining {
  static final Seeds VALIDATION = new Seeds(5_000_000_000L, 150);
  static final Seeds EVALUATION = new Seeds(6_000_000_000L, 200);
  static final int PIECES_PER_CAMERA = 10;
  private static final long TRAINING_SEEDS = 4_000_000_000L;

  private final SurfaceRecipe recipe;
  private final long seed;
  private final Consumer<String> progress;

  private SurfaceTraining(SurfaceRecipe recipe, long seed, Consumer<String> progress) {
    this.recipe = recipe;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * @param progress told of each member; called from several threads
   */
  static SurfaceDetector detector(SurfaceRecipe recipe, long seed, Consumer<String> progress) {
    var training = new SurfaceTraining(recipe, seed, progress);
    List<SurfaceDetector.Member> members =
        IntStream.range(0, recipe.members()).parallel().mapToObj(training::member).toList();
    return new SurfaceDetector(recipe, members);
  }

  /**
   * Chosen on cameras of which neither training nor evaluation knows, by the runtime that will run
   * it: in plain Java the largest model would take an hour.
   */
  static float threshold(Model model) throws InferenceException {
    List<SurfaceExample> examples = SurfaceExample.simulated(VALIDATION, PIECES_PER_CAMERA);
    double[] scores = new double[examples.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = model.infer(examples.get(i).features(model)).score();
    }
    return Threshold.choose(scores, examples.stream().map(SurfaceExample::defective).toList());
  }

  private SurfaceDetector.Member member(int number) {
    var random = new SplittableRandom(31 * seed + number);
    long firstCamera = TRAINING_SEEDS + (long) number * recipe.cameras();
    List<SurfaceExample> examples =
        SurfaceExample.simulated(new Seeds(firstCamera, recipe.cameras()), PIECES_PER_CAMERA);
    List<float[]> images = examples.stream().map(e -> view(e.image(), random)).toList();
    SurfaceKernels kernels = SurfaceKernels.draw(recipe, random, images);
    float[][] rows =
        images.parallelStream().map(kernels::features).toList().toArray(new float[0][]);
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = examples.get(i).defective();
    }
    Network network = NetworkFit.fit(rows, labels, recipe.hidden(), recipe.epochs(), random);
    progress.accept(
        "%s: member %d of %d has learned from %d images"
            .formatted(recipe.name(), number + 1, recipe.members(), rows.length));
    return new SurfaceDetector.Member(kernels, network);
  }

  /** From any of the sides from which the committee will look. */
  private float[] view(float[] image, SplittableRandom random) {
    return SurfaceDetector.views(recipe, image).get(random.nextInt(recipe.views()));
  }
}
