package dev.sluice.trainer;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random wavelets and the numbers they reduce an image to: {@link Kernels} in two dimensions.
 *
 * <p>Each kernel is a Gabor wavelet of random direction, length, width, frequency and phase (J.
 * Daugman, 1985), without mean and of norm 1: some are lines, some edges, some spots. The image is
 * brought to mean 0 and deviation 1, so that light does not matter; each kernel's output is pooled
 * in a grid of cells to its maximum and its share of positive values. Biases are high quantiles of
 * what the kernels give on examples, so that the share counts what stands out.
 */
final class SurfaceKernels {
  private static final double[] QUANTILES = {0.5, 0.999};

  private final SurfaceRecipe recipe;
  private final float[][] weights;
  private final float[] biases;

  private SurfaceKernels(SurfaceRecipe recipe, float[][] weights, float[] biases) {
    this.recipe = recipe;
    this.weights = weights;
    this.biases = biases;
  }

  /**
   * @param images normalised, to take the biases from
   */
  static SurfaceKernels draw(SurfaceRecipe recipe, SplittableRandom random, List<float[]> images) {
    float[][] weights = new float[recipe.kernels()][];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = wavelet(recipe.taps(), random);
    }
    var unbiased = new SurfaceKernels(recipe, weights, new float[recipe.kernels()]);
    float[] biases = new float[recipe.kernels()];
    for (int k = 0; k < biases.length; k++) {
      biases[k] = -unbiased.quantile(k, random, images);
    }
    return new SurfaceKernels(recipe, weights, biases);
  }

  private static float[] wavelet(int taps, SplittableRandom random) {
    double angle = random.nextDouble(Math.PI);
    double width = StrictMath.exp(random.nextDouble(-0.7, 0.7));
    double length = width * StrictMath.exp(random.nextDouble(0, 1.6));
    double frequency = random.nextDouble(0, 0.35) / width;
    double phase = random.nextDouble(2 * Math.PI);
    double[] kernel = new double[taps * taps];
    for (int i = 0; i < kernel.length; i++) {
      double x = i % taps - (taps - 1) / 2.0;
      int row = i / taps;
      double y = row - (taps - 1) / 2.0;
      double u = x * StrictMath.cos(angle) + y * StrictMath.sin(angle);
      double v = y * StrictMath.cos(angle) - x * StrictMath.sin(angle);
      double bell = StrictMath.exp(-(u * u / (length * length) + v * v / (width * width)) / 2);
      kernel[i] = bell * StrictMath.cos(2 * Math.PI * frequency * v + phase);
    }
    return normalized(kernel);
  }

  private static float[] normalized(double[] kernel) {
    double mean = Arrays.stream(kernel).sum() / kernel.length;
    double squares = 0;
    for (double tap : kernel) {
      squares += (tap - mean) * (tap - mean);
    }
    double norm = StrictMath.sqrt(squares) + 1e-9;
    float[] normalized = new float[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      normalized[i] = (float) ((kernel[i] - mean) / norm);
    }
    return normalized;
  }

  private float quantile(int kernel, SplittableRandom random, List<float[]> images) {
    float[] image = images.get(random.nextInt(images.size()));
    int side = recipe.outSide();
    float[] out = new float[outLength()];
    convolve(image, kernel, out);
    float[] sorted = new float[side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(out, y * recipe.side(), sorted, y * side, side);
    }
    Arrays.sort(sorted);
    double quantile = random.nextDouble(QUANTILES[0], QUANTILES[1]);
    return sorted[(int) (quantile * (sorted.length - 1))];
  }

  SurfaceRecipe recipe() {
    return recipe;
  }

  /** [kernel][tap]. */
  float[][] weights() {
    return weights;
  }

  float[] biases() {
    return biases;
  }

  /** [the maxima of all kernels, then their shares][cell], flat. */
  float[] features(float[] image) {
    int cells = SurfaceRecipe.GRID * SurfaceRecipe.GRID;
    float[] features = new float[recipe.features()];
    float[] out = new float[outLength()];
    for (int k = 0; k < weights.length; k++) {
      convolve(image, k, out);
      for (int cell = 0; cell < cells; cell++) {
        pool(out, cell, features, k * cells + cell, (recipe.kernels() + k) * cells + cell);
      }
    }
    return features;
  }

  private void pool(float[] out, int cell, float[] features, int maxAt, int shareAt) {
    int side = recipe.cellSide();
    int top = cell / SurfaceRecipe.GRID * side;
    int left = cell % SurfaceRecipe.GRID * side;
    float max = Float.NEGATIVE_INFINITY;
    int positive = 0;
    for (int y = top; y < top + side; y++) {
      for (int i = y * recipe.side() + left; i < y * recipe.side() + left + side; i++) {
        max = Math.max(max, out[i]);
        positive += out[i] > 0 ? 1 : 0;
      }
    }
    features[maxAt] = max;
    features[shareAt] = positive / (float) (side * side);
  }

  /** Rows keep the image's stride: one long loop, and what lies past a row's end is not read. */
  private int outLength() {
    return (recipe.outSide() - 1) * recipe.side() + recipe.outSide();
  }

  private void convolve(float[] image, int kernel, float[] out) {
    float[] taps = weights[kernel];
    Arrays.fill(out, biases[kernel]);
    for (int tap = 0; tap < taps.length; tap++) {
      float weight = taps[tap];
      int shift = tap / recipe.taps() * recipe.side() + tap % recipe.taps();
      for (int i = 0; i < out.length; i++) {
        out[i] += weight * image[i + shift];
      }
    }
  }
}
