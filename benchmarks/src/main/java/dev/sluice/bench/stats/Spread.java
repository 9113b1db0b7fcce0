package dev.sluice.bench.stats;

import java.util.List;

/**
 * The middle and the ends of a few figures.
 *
 * @param count how many, at least 1
 */
public record Spread(double median, double min, double max, int count) {

  /**
   * @throws IllegalArgumentException when there are none
   */
  public static Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures have no median");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }
}
