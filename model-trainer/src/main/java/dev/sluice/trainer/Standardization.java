package dev.sluice.trainer;

/**
 * Brings each feature to mean 0 and deviation 1, so that one step size fits all while training;
 * folded into the weights afterwards.
 */
record Standardization(float[] means, float[] scales) {
  /** Features that hardly ever move must not be blown up to noise. */
  private static final double DEVIATION_MIN = 1e-3;

  static Standardization of(float[][] rows) {
    int features = rows[0].length;
    double[] sums = new double[features];
    double[] squares = new double[features];
    for (float[] row : rows) {
      for (int f = 0; f < features; f++) {
        sums[f] += row[f];
        squares[f] += (double) row[f] * row[f];
      }
    }
    var result = new Standardization(new float[features], new float[features]);
    for (int f = 0; f < features; f++) {
      double mean = sums[f] / rows.length;
      double variance = Math.max(0, squares[f] / rows.length - mean * mean);
      result.means[f] = (float) mean;
      result.scales[f] = (float) (1 / (StrictMath.sqrt(variance) + DEVIATION_MIN));
    }
    return result;
  }

  void applyTo(float[] row) {
    for (int f = 0; f < row.length; f++) {
      row[f] = (row[f] - means[f]) * scales[f];
    }
  }

  /** The network that gives on raw features what the given one gives on standardised ones. */
  Network fold(Network network) {
    int features = means.length;
    float[] weights = network.weights().clone();
    float[] biases = network.biases().clone();
    for (int u = 0; u < biases.length; u++) {
      double bias = biases[u];
      for (int f = 0; f < features; f++) {
        weights[u * features + f] *= scales[f];
        bias -= (double) weights[u * features + f] * means[f];
      }
      biases[u] = (float) bias;
    }
    return new Network(weights, biases, network.outWeights(), network.outBias());
  }
}
