package dev.sluice.inference.plain;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.Prediction;

/** A program with the place of its input and that of its score. */
final class PlainModel implements Model {
  private final ModelManifest manifest;
  private final Program program;
  private final float[] input;
  private final float[] score;

  PlainModel(ModelManifest manifest, Program program, FloatTensor input, FloatTensor score) {
    this.manifest = manifest;
    this.program = program;
    this.input = input.values();
    this.score = score.values();
  }

  @Override
  public ModelManifest manifest() {
    return manifest;
  }

  @Override
  public Prediction infer(float[] features) throws InferenceException {
    int window = manifest.requireWindow(features);
    System.arraycopy(features, features.length - window, input, 0, window);
    program.run();
    return manifest.prediction(score[0]);
  }

  /** Memory goes when nobody holds it. */
  @Override
  public void close() {}
}
