package dev.sluice.offload.lab;

/**
 * The least value between two positions in two look-ups: minima of all runs whose length is a power
 * of two (Bender and Farach-Colton, 2000).
 */
final class RangeMinimum {
  private final double[][] levels;

  RangeMinimum(int size) {
    int count = 32 - Integer.numberOfLeadingZeros(size);
    levels = new double[count][];
    for (int level = 0; level < count; level++) {
      levels[level] = new double[size - (1 << level) + 1];
    }
  }

  void set(double[] values) {
    System.arraycopy(values, 0, levels[0], 0, values.length);
    for (int level = 1; level < levels.length; level++) {
      double[] below = levels[level - 1];
      double[] row = levels[level];
      int half = 1 << (level - 1);
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.min(below[i], below[i + half]);
      }
    }
  }

  /** Both positions included. */
  double of(int from, int until) {
    int level = 31 - Integer.numberOfLeadingZeros(until - from + 1);
    double[] row = levels[level];
    return Math.min(row[from], row[until - (1 << level) + 1]);
  }
}
