package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.trainer.Example.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The model files of this project, on devices that neither training nor validation has met. Bounds
 * lie about three standard errors of so few frames below the full measurement in docs/models.md.
 */
class CommittedModelsTest {
  private static final Path MODELS = Path.of(System.getProperty("sluice.root"), "config", "models");
  private static final Seeds UNSEEN = new Seeds(Training.EVALUATION.first(), 40);

  private static Evaluation light;
  private static Evaluation heavy;

  @BeforeAll
  static void measure() throws Exception {
    light = evaluation(Recipe.LIGHT);
    heavy = evaluation(Recipe.HEAVY);
  }

  private static Evaluation evaluation(Recipe recipe) throws Exception {
    try (ModelRuntime runtime = new OnnxRuntime();
        Model model = runtime.load(new ModelFiles(MODELS).read(recipe.name()))) {
      return Evaluation.of(model, UNSEEN, List.of());
    }
  }

  @Test
  void theLightOneIsUseful() {
    assertThat(light.machines().accuracy()).isGreaterThan(0.83);
    assertThat(light.machines().f1()).isGreaterThan(0.62);
  }

  @Test
  void theHeavyOneIsGood() {
    assertThat(heavy.machines().accuracy()).isGreaterThan(0.93);
    assertThat(heavy.machines().f1()).isGreaterThan(0.87);
  }

  @Test
  void theHeavyOneIsMeasurablyBetter() {
    assertThat(heavy.machines().f1()).isGreaterThan(light.machines().f1() + 0.1);
    assertThat(heavy.machines().accuracy()).isGreaterThan(light.machines().accuracy() + 0.06);
  }

  @Test
  void theOrderHoldsOnSlowProcessesToo() {
    assertThat(heavy.processes().f1()).isGreaterThan(light.processes().f1() + 0.1);
    assertThat(heavy.processes().accuracy()).isGreaterThan(0.85);
  }

  @Test
  void theFilesAreSmall() throws Exception {
    assertThat(Files.size(light.manifest().file())).isLessThan(100_000);
    assertThat(Files.size(heavy.manifest().file())).isLessThan(3 << 20);
  }

  /** Published, not judged: a busy machine says nothing about a model. */
  @Test
  void theTimeOfEachIsReported(TestReporter reporter) {
    reporter.publishEntry("light", light.median().toString());
    reporter.publishEntry("heavy", heavy.median().toString());
    assertThat(light.median()).isPositive();
    assertThat(heavy.median()).isPositive();
  }

  private static SurfaceEvaluation surface(SurfaceRecipe recipe) throws Exception {
    try (ModelRuntime runtime = new OnnxRuntime();
        Model model = runtime.load(new ModelFiles(MODELS).read(recipe.name()))) {
      return SurfaceEvaluation.of(model, new Seeds(SurfaceTraining.EVALUATION.first(), 60));
    }
  }

  @Test
  void theModelsOfSurfacesAreUsefulAtThreeCosts(TestReporter reporter) throws Exception {
    SurfaceEvaluation small = surface(SurfaceRecipe.LIGHT);
    SurfaceEvaluation medium = surface(SurfaceRecipe.MEDIUM);
    SurfaceEvaluation large = surface(SurfaceRecipe.HEAVY);
    assertThat(small.pieces().f1()).isGreaterThan(0.6);
    assertThat(medium.pieces().f1()).isGreaterThan(0.85);
    assertThat(large.pieces().f1()).isGreaterThan(0.85);
    assertThat(Files.size(large.manifest().file())).isLessThan(1 << 20);
    reporter.publishEntry("small", small.median().toString());
    reporter.publishEntry("medium", medium.median().toString());
    reporter.publishEntry("large", large.median().toString());
    assertThat(medium.median()).isGreaterThan(small.median());
    assertThat(large.median()).isGreaterThan(medium.median());
  }
}
