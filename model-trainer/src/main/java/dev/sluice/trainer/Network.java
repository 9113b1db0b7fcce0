package dev.sluice.trainer;

/**
 * A layer of rectified units under one output: from features to the log-odds of an anomaly.
 *
 * @param weights [unit][feature], flat
 * @param biases one per unit
 * @param outWeights one per unit
 */
record Network(float[] weights, float[] biases, float[] outWeights, float outBias) {

  double logOdds(float[] features) {
    double out = outBias;
    for (int u = 0; u < biases.length; u++) {
      float sum = biases[u] + dot(features, weights, u * features.length);
      out += Math.max(0, sum) * outWeights[u];
    }
    return out;
  }

  /** Four sums side by side: the processor need not wait for one addition before the next. */
  static float dot(float[] one, float[] other, int otherAt) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 4 <= one.length; i += 4) {
      a += one[i] * other[otherAt + i];
      b += one[i + 1] * other[otherAt + i + 1];
      c += one[i + 2] * other[otherAt + i + 2];
      d += one[i + 3] * other[otherAt + i + 3];
    }
    for (; i < one.length; i++) {
      a += one[i] * other[otherAt + i];
    }
    return a + b + (c + d);
  }

  static double logistic(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds));
  }
}
