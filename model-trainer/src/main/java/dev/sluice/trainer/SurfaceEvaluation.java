package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.WarmUp;
import dev.sluice.sim.signal.SurfaceDefect;
import dev.sluice.trainer.Example.Seeds;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a finished model of surfaces is worth, measured through the runtime that will run it.
 *
 * @param pieces under cameras that it has not met
 * @param recall of each kind of defect
 * @param median time of one inference
 */
record SurfaceEvaluation(
    ModelManifest manifest, Confusion pieces, Map<SurfaceDefect, Double> recall, Duration median) {
  private static final int TIMED_RUNS = 30;

  /**
   * @param unseen cameras of neither training nor validation
   */
  static SurfaceEvaluation of(Model model, Seeds unseen) throws InferenceException {
    List<SurfaceExample> examples =
        SurfaceExample.simulated(unseen, SurfaceTraining.PIECES_PER_CAMERA);
    String alarm = model.manifest().output().labels().get(1);
    Confusion all = Confusion.NONE;
    Map<SurfaceDefect, Confusion> byKind = new EnumMap<>(SurfaceDefect.class);
    for (SurfaceExample example : examples) {
      boolean said = model.infer(example.features(model)).label().equals(alarm);
      all = all.and(said, example.defective());
      example
          .defect()
          .ifPresent(kind -> byKind.merge(kind, Confusion.NONE.and(said, true), Confusion::plus));
    }
    Map<SurfaceDefect, Double> recall = new EnumMap<>(SurfaceDefect.class);
    byKind.forEach((kind, confusion) -> recall.put(kind, confusion.recall()));
    return new SurfaceEvaluation(model.manifest(), all, recall, WarmUp.median(model, TIMED_RUNS));
  }
}
