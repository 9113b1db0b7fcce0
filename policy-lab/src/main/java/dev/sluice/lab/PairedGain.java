package dev.sluice.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/**
 * By how much one policy beats another on the same courses, in percentage points, with intervals by
 * the bootstrap (Efron, 1979): for the mean the scenarios are drawn again, for the worst scenario,
 * which is one of them, the seeds.
 */
record PairedGain(String policy, String over, Interval mean, Interval worst) {
  private static final int RESAMPLES = 2_000;
  private static final long SEED = 1;

  /** An estimate with its 95 % interval. */
  record Interval(double value, double low, double high) {}

  static PairedGain of(Results results, String policy, String over) {
    List<double[]> mine = new ArrayList<>();
    List<double[]> theirs = new ArrayList<>();
    for (String scenario : results.scenarios()) {
      mine.add(results.scores(scenario, policy));
      theirs.add(results.scores(scenario, over));
    }
    return new PairedGain(
        policy,
        over,
        interval(mine, theirs, PairedGain::scenariosAgain, PairedGain::meanGain),
        interval(mine, theirs, PairedGain::seedsAgain, PairedGain::worstGain));
  }

  private interface Draw {
    int[][] draw(SplittableRandom random, List<double[]> scores);
  }

  /** Which scenario in [0], and which seed of it after that, for each scenario drawn. */
  private static int[][] asTheyAre(List<double[]> scores) {
    int[][] picks = new int[scores.size()][];
    for (int i = 0; i < picks.length; i++) {
      picks[i] = new int[scores.get(i).length + 1];
      picks[i][0] = i;
      for (int k = 1; k < picks[i].length; k++) {
        picks[i][k] = k - 1;
      }
    }
    return picks;
  }

  private static int[][] scenariosAgain(SplittableRandom random, List<double[]> scores) {
    int[][] all = asTheyAre(scores);
    int[][] picks = new int[all.length][];
    Arrays.setAll(picks, i -> all[random.nextInt(all.length)]);
    return picks;
  }

  private static int[][] seedsAgain(SplittableRandom random, List<double[]> scores) {
    int[][] picks = asTheyAre(scores);
    for (int[] pick : picks) {
      for (int k = 1; k < pick.length; k++) {
        pick[k] = random.nextInt(pick.length - 1);
      }
    }
    return picks;
  }

  private static Interval interval(
      List<double[]> mine,
      List<double[]> theirs,
      Draw draw,
      ToDoubleBiFunction<double[], double[]> gain) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] gains = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int[][] picks = draw.draw(random, mine);
      gains[i] = gain.applyAsDouble(means(mine, picks), means(theirs, picks));
    }
    Arrays.sort(gains);
    int[][] once = asTheyAre(mine);
    return new Interval(
        gain.applyAsDouble(means(mine, once), means(theirs, once)),
        gains[(int) (0.025 * RESAMPLES)],
        gains[(int) (0.975 * RESAMPLES)]);
  }

  private static double[] means(List<double[]> scores, int[][] picks) {
    double[] means = new double[picks.length];
    for (int i = 0; i < picks.length; i++) {
      double sum = 0;
      for (int k = 1; k < picks[i].length; k++) {
        sum += scores.get(picks[i][0])[picks[i][k]];
      }
      means[i] = 100 * sum / (picks[i].length - 1);
    }
    return means;
  }

  private static double meanGain(double[] mine, double[] theirs) {
    return Arrays.stream(mine).average().orElse(0) - Arrays.stream(theirs).average().orElse(0);
  }

  private static double worstGain(double[] mine, double[] theirs) {
    return Arrays.stream(mine).min().orElse(0) - Arrays.stream(theirs).min().orElse(0);
  }
}
