package dev.sluice.offload;

/**
 * How far a signal has moved: the mean of its newest values beside those before them, in standard
 * deviations of all. A model that sees the newest values alone is blind to that, however sure it
 * is.
 *
 * <pre>
 *   shift = |mean(newest n) - mean(the 3 n before)| / deviation of all 4 n
 * </pre>
 */
public final class Shift {
  private static final int FRAMES = 4;

  private Shift() {}

  /**
   * @param values oldest first
   * @param newest how many of them the model here sees
   * @return 0 or more; 0 where there is nothing before the newest, or nothing varies
   */
  public static double of(float[] values, int newest) {
    int end = values.length;
    int from = Math.max(0, end - FRAMES * newest);
    int split = end - newest;
    if (newest < 1 || split <= from) {
      return 0;
    }
    double all = mean(values, from, end);
    double squares = 0;
    for (int i = from; i < end; i++) {
      squares += (values[i] - all) * (values[i] - all);
    }
    double deviation = Math.sqrt(squares / (end - from));
    double moved = Math.abs(mean(values, split, end) - mean(values, from, split));
    return deviation > 0 ? moved / deviation : 0;
  }

  private static double mean(float[] values, int from, int end) {
    double sum = 0;
    for (int i = from; i < end; i++) {
      sum += values[i];
    }
    return sum / (end - from);
  }
}
