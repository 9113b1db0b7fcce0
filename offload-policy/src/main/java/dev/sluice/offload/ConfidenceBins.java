package dev.sluice.offload;

import java.util.Arrays;

/**
 * How often a second opinion was another one, by the confidence of the first: 20 bins, in which
 * what is old counts less and less.
 *
 * <pre>
 *   s <- 0.999 s + changed     n <- 0.999 n + 1
 *   gain = s / n + 0.3 sqrt(0.3 ln 200 / n)
 * </pre>
 *
 * The second term is what a bin with few opinions is given in advance, so that it gets some.
 */
public final class ConfidenceBins {
  public static final int COUNT = 20;
  private static final double DISCOUNT = 0.999;
  private static final double EXPLORATION = 0.3;
  private static final double SPREAD = 0.3 * StrictMath.log(200);

  private final double[] changed = new double[COUNT];
  private final double[] opinions = new double[COUNT];

  /**
   * What a second opinion may be worth: the share of answers that it changes, at the optimistic
   * end.
   *
   * @param confidence 0.5 to 1
   */
  public double gain(double confidence) {
    int bin = bin(confidence);
    if (opinions[bin] == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return changed[bin] / opinions[bin] + EXPLORATION * Math.sqrt(SPREAD / opinions[bin]);
  }

  /**
   * @param other whether the second opinion was another one
   */
  public void learn(double confidence, boolean other) {
    int bin = bin(confidence);
    changed[bin] = DISCOUNT * changed[bin] + (other ? 1 : 0);
    opinions[bin] = DISCOUNT * opinions[bin] + 1;
  }

  private static int bin(double confidence) {
    double share = (confidence - 0.5) / 0.5;
    return Math.max(0, Math.min(COUNT - 1, (int) (share * COUNT)));
  }

  @Override
  public String toString() {
    return Arrays.toString(changed) + " of " + Arrays.toString(opinions);
  }
}
