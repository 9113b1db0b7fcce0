package dev.sluice.edge.inference;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.Prediction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One version of a model, with a copy for each worker that has run it. A copy is loaded, run and
 * freed by its worker's thread alone; only the first ones are loaded before they are handed over.
 */
final class ModelVersion {
  private final ModelManifest manifest;
  private final ModelRuntime runtime;
  private final long bytes;
  private final Duration median;
  private final Map<Integer, Model> copies = new ConcurrentHashMap<>();

  /**
   * @param bytes that one copy counts towards the memory budget
   * @param median time of one run, as measured before it was handed over
   */
  ModelVersion(ModelManifest manifest, ModelRuntime runtime, long bytes, Duration median) {
    this.manifest = manifest;
    this.runtime = runtime;
    this.bytes = bytes;
    this.median = median;
  }

  ModelManifest manifest() {
    return manifest;
  }

  long bytes() {
    return bytes;
  }

  Duration median() {
    return median;
  }

  /** The worker's copy, loaded if it is not held. */
  Model copy(int worker) throws ModelException {
    Model held = copies.get(worker);
    if (held == null) {
      held = runtime.load(manifest);
      copies.put(worker, held);
    }
    return held;
  }

  Prediction infer(int worker, float[] features) throws InferenceException, ModelException {
    return copy(worker).infer(features);
  }

  void free(int worker) {
    Model held = copies.remove(worker);
    if (held != null) {
      held.close();
    }
  }

  boolean isHeld() {
    return !copies.isEmpty();
  }
}
