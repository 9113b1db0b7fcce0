package dev.sluice.inference;

/** A loaded model. One thread at a time; each worker loads its own or takes turns. */
public interface Model extends AutoCloseable {
  ModelManifest manifest();

  /**
   * Runs the model on the last {@code manifest().input().window()} values of the features.
   *
   * @param features oldest first, at least the window's length
   * @throws InferenceException when the features do not fit or the runtime fails
   */
  Prediction infer(float[] features) throws InferenceException;

  @Override
  void close();
}
