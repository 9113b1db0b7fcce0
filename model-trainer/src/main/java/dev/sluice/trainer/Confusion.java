package dev.sluice.trainer;

/** How often a detector said what, against the truth. */
record Confusion(int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {
  static final Confusion NONE = new Confusion(0, 0, 0, 0);

  Confusion and(boolean said, boolean truth) {
    return new Confusion(
        truePositives + (said && truth ? 1 : 0),
        falsePositives + (said && !truth ? 1 : 0),
        falseNegatives + (!said && truth ? 1 : 0),
        trueNegatives + (!said && !truth ? 1 : 0));
  }

  Confusion plus(Confusion other) {
    return new Confusion(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives,
        trueNegatives + other.trueNegatives);
  }

  int total() {
    return truePositives + falsePositives + falseNegatives + trueNegatives;
  }

  int anomalous() {
    return truePositives + falseNegatives;
  }

  double accuracy() {
    return ratio(truePositives + trueNegatives, total());
  }

  /** Of the alarms, how many were right. */
  double precision() {
    return ratio(truePositives, truePositives + falsePositives);
  }

  /** Of the anomalies, how many were found. */
  double recall() {
    return ratio(truePositives, anomalous());
  }

  /** The harmonic mean of precision and recall. */
  double f1() {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /** 0 where there is nothing to divide by: no alarm earns no credit. */
  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
