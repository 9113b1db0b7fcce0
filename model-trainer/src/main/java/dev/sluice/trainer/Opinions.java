package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest.Output;
import dev.sluice.inference.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * What two models say of the same frame, and the truth.
 *
 * @param first by the small model, which is always asked
 * @param second by the large one
 */
record Opinions(Prediction first, Prediction second, boolean anomalous) {

  boolean differ() {
    return !first.label().equals(second.label());
  }

  /** Scores before anybody has said which of them is an alarm. */
  record Scores(float first, float second, boolean anomalous) {}

  /**
   * @param examples with windows that are long enough for both models
   */
  static List<Scores> scores(Model small, Model large, List<Example> examples)
      throws InferenceException {
    var scores = new ArrayList<Scores>(examples.size());
    for (Example example : examples) {
      scores.add(
          new Scores(
              small.infer(example.window()).score(),
              large.infer(example.window()).score(),
              example.anomalous()));
    }
    return scores;
  }

  static List<Opinions> of(List<Scores> scores, Output small, Output large) {
    return scores.stream()
        .map(
            one ->
                new Opinions(
                    small.prediction(one.first()), large.prediction(one.second()), one.anomalous()))
        .toList();
  }
}
