package dev.sluice.trainer;

import dev.sluice.trainer.Example.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Turns a recipe and a seed into a detector. Members learn from different devices and do not know
 * of each other, so they are trained side by side; the result does not depend on how many cores
 * there are.
 */
final class Training {
  /** Devices of training, validation and evaluation: ranges of seeds that never meet. */
  static final long TRAINING_SEEDS = 1_000_000_000L;

  static final Seeds VALIDATION = new Seeds(2_000_000_000L, 150);
  static final Seeds EVALUATION = new Seeds(3_000_000_000L, 200);
  static final int FRAMES_PER_DEVICE = 20;

  private final Recipe recipe;
  private final long seed;
  private final Consumer<String> progress;

  private Training(Recipe recipe, long seed, Consumer<String> progress) {
    this.recipe = recipe;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * @param progress told of each member; called from several threads
   */
  static Detector detector(Recipe recipe, long seed, Consumer<String> progress) {
    var training = new Training(recipe, seed, progress);
    List<Detector.Member> members =
        IntStream.range(0, recipe.members()).parallel().mapToObj(training::member).toList();
    return new Detector(recipe, members);
  }

  /** Chosen on devices of which neither training nor evaluation knows. */
  static float threshold(Detector detector) {
    List<Example> examples =
        Example.mixed(VALIDATION, FRAMES_PER_DEVICE, detector.recipe().window());
    double[] scores =
        examples.parallelStream().mapToDouble(e -> detector.score(e.window())).toArray();
    return Threshold.choose(scores, examples.stream().map(Example::anomalous).toList());
  }

  /**
   * Windows without padding. A constant stretch gives a kernel one and the same output all along; a
   * bias drawn from it would leave the sign of that output, and the share of positive ones, to
   * rounding.
   */
  private List<Example> full(List<Example> examples) {
    return IntStream.range(0, examples.size())
        .filter(i -> i % FRAMES_PER_DEVICE >= recipe.frames() - 1)
        .mapToObj(examples::get)
        .toList();
  }

  private Detector.Member member(int number) {
    var random = new SplittableRandom(31 * seed + number);
    long firstDevice = TRAINING_SEEDS + (long) number * recipe.devices();
    List<Example> examples =
        Example.mixed(new Seeds(firstDevice, recipe.devices()), FRAMES_PER_DEVICE, recipe.window());
    Kernels kernels = Kernels.draw(recipe, random, full(examples));
    float[][] rows = new float[examples.size()][];
    boolean[] labels = new boolean[examples.size()];
    for (int i = 0; i < rows.length; i++) {
      float[] window = Kernels.normalized(examples.get(i).window());
      // Every other example upside down: the committee will look both ways.
      rows[i] = kernels.features(i % 2 == 0 ? window : Kernels.negated(window));
      labels[i] = examples.get(i).anomalous();
    }
    Network network = NetworkFit.fit(rows, labels, recipe.hidden(), recipe.epochs(), random);
    progress.accept(
        "%s: member %d of %d has learned from %d windows"
            .formatted(recipe.name(), number + 1, recipe.members(), rows.length));
    return new Detector.Member(kernels, network);
  }
}
