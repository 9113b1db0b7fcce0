package dev.sluice.trainer;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Fits a {@link Network} to labelled features: cross-entropy, mini-batches, {@link Adam} with a
 * step that falls to zero. One thread and {@link StrictMath}: the same rows and seed give the same
 * bits on every machine.
 */
final class NetworkFit {
  private static final int BATCH = 32;
  private static final float STEP = 1e-3f;
  private static final float WEIGHT_DECAY = 1e-2f;

  private final float[][] rows;
  private final boolean[] labels;
  private final int features;
  private final int units;

  // All parameters in one array: hidden weights, hidden biases, output weights, output bias.
  private final float[] parameters;
  private final float[] gradient;
  private final int hiddenBias;
  private final int outWeight;
  private final int outBias;

  // For one example: what its hidden units sum up to, before rectification.
  private final float[] sums;

  private NetworkFit(float[][] rows, boolean[] labels, int units) {
    this.rows = rows;
    this.labels = labels;
    this.units = units;
    features = rows[0].length;
    hiddenBias = features * units;
    outWeight = hiddenBias + units;
    outBias = outWeight + units;
    parameters = new float[outBias + 1];
    gradient = new float[parameters.length];
    sums = new float[units];
  }

  /**
   * @param rows one per example, equally long; standardised in place
   */
  static Network fit(
      float[][] rows, boolean[] labels, int units, int epochs, SplittableRandom random) {
    Standardization standard = Standardization.of(rows);
    for (float[] row : rows) {
      standard.applyTo(row);
    }
    var fit = new NetworkFit(rows, labels, units);
    fit.start(random);
    fit.descend(epochs, random);
    return standard.fold(fit.network());
  }

  /** Uniform weights with the variance that keeps rectified sums in range. */
  private void start(SplittableRandom random) {
    float hiddenRange = (float) StrictMath.sqrt(6.0 / features);
    float outRange = (float) StrictMath.sqrt(3.0 / units);
    for (int i = 0; i < hiddenBias; i++) {
      parameters[i] = hiddenRange * (float) (2 * random.nextDouble() - 1);
    }
    for (int i = outWeight; i < outBias; i++) {
      parameters[i] = outRange * (float) (2 * random.nextDouble() - 1);
    }
  }

  private void descend(int epochs, SplittableRandom random) {
    var adam = new Adam(parameters, WEIGHT_DECAY);
    int[] order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    int batches = (rows.length + BATCH - 1) / BATCH;
    int steps = epochs * batches;
    for (int step = 0; step < steps; step++) {
      int batch = step % batches;
      if (batch == 0) {
        shuffle(order, random);
      }
      accumulate(order, batch * BATCH, Math.min(rows.length, (batch + 1) * BATCH));
      adam.step(gradient, STEP * (1 - (float) step / steps));
    }
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private void accumulate(int[] order, int from, int to) {
    Arrays.fill(gradient, 0);
    for (int n = from; n < to; n++) {
      float[] row = rows[order[n]];
      double wanted = labels[order[n]] ? 1 : 0;
      backward(row, (float) ((Network.logistic(forward(row)) - wanted) / (to - from)));
    }
  }

  private double forward(float[] row) {
    double logOdds = parameters[outBias];
    for (int u = 0; u < units; u++) {
      sums[u] = parameters[hiddenBias + u] + Network.dot(row, parameters, u * features);
      logOdds += Math.max(0, sums[u]) * parameters[outWeight + u];
    }
    return logOdds;
  }

  private void backward(float[] row, float error) {
    gradient[outBias] += error;
    for (int u = 0; u < units; u++) {
      gradient[outWeight + u] += error * Math.max(0, sums[u]);
      if (sums[u] > 0) {
        float unitError = error * parameters[outWeight + u];
        gradient[hiddenBias + u] += unitError;
        addScaled(unitError, row, u * features);
      }
    }
  }

  private void addScaled(float factor, float[] row, int at) {
    for (int f = 0; f < row.length; f++) {
      gradient[at + f] += factor * row[f];
    }
  }

  private Network network() {
    return new Network(
        Arrays.copyOf(parameters, hiddenBias),
        Arrays.copyOfRange(parameters, hiddenBias, outWeight),
        Arrays.copyOfRange(parameters, outWeight, outBias),
        parameters[outBias]);
  }
}
