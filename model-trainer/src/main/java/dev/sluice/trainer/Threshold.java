package dev.sluice.trainer;

import java.util.List;

/** Where a detector's score becomes an alarm. */
final class Threshold {
  /** Before one is chosen. */
  static final float UNDECIDED = 0.5f;

  private static final int STEPS = 100;

  private Threshold() {}

  /**
   * The hundredth that gives the most right answers on examples that were not trained on; of
   * equally good ones the middle, which is the least bound to these examples.
   *
   * @param scores one per example
   * @param truth whether it is an anomaly
   */
  static float choose(double[] scores, List<Boolean> truth) {
    int best = -1;
    int first = 0;
    int last = 0;
    for (int step = 1; step < STEPS; step++) {
      int right = right(scores, truth, (float) step / STEPS);
      if (right > best) {
        best = right;
        first = step;
      }
      if (right == best) {
        last = step;
      }
    }
    int middle = (first + last) / 2;
    return (float) middle / STEPS;
  }

  private static int right(double[] scores, List<Boolean> truth, float threshold) {
    int right = 0;
    for (int i = 0; i < scores.length; i++) {
      right += scores[i] >= threshold == truth.get(i) ? 1 : 0;
    }
    return right;
  }
}
