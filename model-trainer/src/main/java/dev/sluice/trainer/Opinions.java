package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest.Output;
import dev.sluice.inference.Prediction;
import dev.sluice.offload.Shift;
import java.util.ArrayList;
import java.util.List;

/**
 * What two models say of the same frame, and the truth.
 *
 * @param first by the small model, which is always asked
 * @param second by the large one
 * @param shift of the signal, by {@link Shift}; 0 where it is none
 */
record Opinions(Prediction first, Prediction second, boolean anomalous, double shift) {

  boolean differ() {
    return !first.label().equals(second.label());
  }

  /** Scores before anybody has said which of them is an alarm. */
  record Scores(float first, float second, boolean anomalous, double shift) {
    Scores(float first, float second, boolean anomalous) {
      this(first, second, anomalous, 0);
    }
  }

  /** A model that may be asked a second time. */
  @FunctionalInterface
  interface Second {
    float score(float[] window) throws InferenceException;
  }

  /**
   * @param examples with windows that are long enough for both models
   */
  static List<Scores> scores(Model small, Model large, List<Example> examples)
      throws InferenceException {
    return scores(small, window -> large.infer(window).score(), examples);
  }

  /** As {@link #scores}, where the second model need not be a file. */
  static List<Scores> scores(Model small, Second large, List<Example> examples)
      throws InferenceException {
    int newest = small.manifest().input().window();
    var scores = new ArrayList<Scores>(examples.size());
    for (Example example : examples) {
      scores.add(
          new Scores(
              small.infer(example.window()).score(),
              large.score(example.window()),
              example.anomalous(),
              Shift.of(example.window(), newest)));
    }
    return scores;
  }

  static List<Opinions> of(List<Scores> scores, Output small, Output large) {
    return scores.stream()
        .map(
            one ->
                new Opinions(
                    small.prediction(one.first()),
                    large.prediction(one.second()),
                    one.anomalous(),
                    one.shift()))
        .toList();
  }
}
