package dev.sluice.inference;

import java.util.ArrayList;
import java.util.List;

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

  /** Inputs that one run takes at once; 1 where the graph has room for one only. */
  default int batchMax() {
    return 1;
  }

  /**
   * As {@link #infer} for each, in their order, in one run where the model can.
   *
   * @param features 1 to {@link #batchMax} of them
   * @throws InferenceException when it fails for any of them: ask one by one to know for which
   */
  default List<Prediction> inferAll(List<float[]> features) throws InferenceException {
    List<Prediction> predictions = new ArrayList<>(features.size());
    for (float[] one : features) {
      predictions.add(infer(one));
    }
    return predictions;
  }

  @Override
  void close();
}
