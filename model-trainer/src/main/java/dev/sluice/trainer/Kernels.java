package dev.sluice.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random convolution kernels and the numbers they reduce a window to, after ROCKET (A. Dempster, F.
 * Petitjean, G. Webb: "ROCKET: exceptionally fast and accurate time series classification using
 * random convolutional kernels", 2020).
 *
 * <p>The window is z-normalised, so that units do not matter, and convolved with zeros to its left,
 * so that no output sees the future. Each frame of a kernel's output gives its maximum and its
 * share of positive values. The newest frame's numbers are features as they are, the earlier
 * frames' as their distance from the newest: a level may rise or fall, a distance says "changed".
 *
 * <p>Biases are quantiles of what the kernels give on examples, so that no output is always
 * positive or always negative.
 */
final class Kernels {
  static final int TAPS = 9;

  /** Keeps a constant window at zero instead of dividing by zero. */
  static final float DEVIATION_MIN = 1e-6f;

  private final Recipe recipe;
  private final List<float[][]> weights;
  private final List<float[]> biases;

  private Kernels(Recipe recipe, List<float[][]> weights, List<float[]> biases) {
    this.recipe = recipe;
    this.weights = List.copyOf(weights);
    this.biases = List.copyOf(biases);
  }

  /**
   * @param examples windows to take the biases from
   */
  static Kernels draw(Recipe recipe, SplittableRandom random, List<Example> examples) {
    var weights = new ArrayList<float[][]>();
    var zeros = new ArrayList<float[]>();
    for (int group = 0; group < recipe.dilations().size(); group++) {
      weights.add(weights(recipe, random));
      zeros.add(new float[recipe.kernelsPerDilation()]);
    }
    var unbiased = new Kernels(recipe, weights, zeros);
    var biases = new ArrayList<float[]>();
    for (int group = 0; group < weights.size(); group++) {
      biases.add(unbiased.quantiles(group, random, examples));
    }
    return new Kernels(recipe, weights, biases);
  }

  /** Every other kernel sums to zero: it sees shape; the rest see level as well. */
  private static float[][] weights(Recipe recipe, SplittableRandom random) {
    float[][] kernels = new float[recipe.kernelsPerDilation()][TAPS];
    for (int k = 0; k < kernels.length; k++) {
      double mean = 0;
      double[] taps = new double[TAPS];
      for (int i = 0; i < TAPS; i++) {
        taps[i] = gaussian(random);
        mean += taps[i] / TAPS;
      }
      for (int i = 0; i < TAPS; i++) {
        kernels[k][i] = (float) (k % 2 == 0 ? taps[i] - mean : taps[i]);
      }
    }
    return kernels;
  }

  /** Box-Muller by {@link StrictMath}: the same number on every JDK and processor. */
  private static double gaussian(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  private float[] quantiles(int group, SplittableRandom random, List<Example> examples) {
    float[] biases = new float[recipe.kernelsPerDilation()];
    float[] out = new float[recipe.window()];
    for (int k = 0; k < biases.length; k++) {
      float[] window = examples.get(random.nextInt(examples.size())).window();
      convolve(padded(normalized(window), group), group, k, out);
      Arrays.sort(out);
      biases[k] = -out[random.nextInt(out.length)];
    }
    return biases;
  }

  Recipe recipe() {
    return recipe;
  }

  /** Of one dilation: [kernel][tap]. */
  float[][] weights(int group) {
    return weights.get(group);
  }

  /** Of one dilation: [kernel]. */
  float[] biases(int group) {
    return biases.get(group);
  }

  /** Zeros before the window, so that the output is as long as the window. */
  int padding(int group) {
    return (TAPS - 1) * recipe.dilations().get(group);
  }

  /**
   * [channel][newest, then the distances of each earlier frame], flat. The channels of a dilation
   * are the maxima of all its kernels, then their shares.
   *
   * @param normalized by {@link #normalized}, of the recipe's length
   */
  float[] features(float[] normalized) {
    float[] features = new float[recipe.features()];
    float[] out = new float[normalized.length];
    int kernels = recipe.kernelsPerDilation();
    for (int group = 0; group < weights.size(); group++) {
      float[] padded = padded(normalized, group);
      for (int k = 0; k < kernels; k++) {
        convolve(padded, group, k, out);
        int channel = 2 * group * kernels + k;
        pool(out, features, channel * recipe.frames(), (channel + kernels) * recipe.frames());
      }
    }
    return features;
  }

  private void pool(float[] out, float[] features, int maxAt, int shareAt) {
    int newest = out.length - Recipe.FRAME;
    features[maxAt] = max(out, newest);
    features[shareAt] = share(out, newest);
    for (int frame = 0; frame < recipe.frames() - 1; frame++) {
      int start = frame * Recipe.FRAME;
      features[maxAt + 1 + frame] = Math.abs(max(out, start) - features[maxAt]);
      features[shareAt + 1 + frame] = Math.abs(share(out, start) - features[shareAt]);
    }
  }

  private float[] padded(float[] normalized, int group) {
    float[] padded = new float[padding(group) + normalized.length];
    System.arraycopy(normalized, 0, padded, padding(group), normalized.length);
    return padded;
  }

  private void convolve(float[] padded, int group, int kernel, float[] out) {
    int dilation = recipe.dilations().get(group);
    float[] taps = weights.get(group)[kernel];
    Arrays.fill(out, biases.get(group)[kernel]);
    for (int tap = 0; tap < TAPS; tap++) {
      float weight = taps[tap];
      int shift = tap * dilation;
      for (int i = 0; i < out.length; i++) {
        out[i] += weight * padded[i + shift];
      }
    }
  }

  /** Mean 0, standard deviation 1. */
  static float[] normalized(float[] window) {
    double mean = 0;
    for (float value : window) {
      mean += value / (double) window.length;
    }
    double variance = 0;
    for (float value : window) {
      variance += (value - mean) * (value - mean) / window.length;
    }
    double deviation = StrictMath.sqrt(variance) + DEVIATION_MIN;
    float[] normalized = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      normalized[i] = (float) ((window[i] - mean) / deviation);
    }
    return normalized;
  }

  static float[] negated(float[] values) {
    float[] negated = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      negated[i] = -values[i];
    }
    return negated;
  }

  private static float max(float[] values, int start) {
    float max = values[start];
    for (int i = start + 1; i < start + Recipe.FRAME; i++) {
      max = Math.max(max, values[i]);
    }
    return max;
  }

  private static float share(float[] values, int start) {
    int positive = 0;
    for (int i = start; i < start + Recipe.FRAME; i++) {
      positive += values[i] > 0 ? 1 : 0;
    }
    return positive / (float) Recipe.FRAME;
  }
}
