package dev.sluice.edge.inference;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.WarmUp;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** A version that is loaded for its workers, and has run: ready to be installed. */
public final class LoadedModel {
  private static final int WARM_UP_RUNS = 20;

  private final ModelVersion version;
  private final List<Integer> workers;

  private LoadedModel(ModelVersion version, List<Integer> workers) {
    this.version = version;
    this.workers = workers;
  }

  /** Of copies that are loaded as they are used. */
  static LoadedModel of(ModelVersion version, List<Integer> workers) {
    return new LoadedModel(version, workers);
  }

  /**
   * Takes the time that it takes; not for the broker loop.
   *
   * @param workers whose copies are loaded now, at least one
   * @throws ModelException when it cannot be loaded, or fails its first runs
   */
  public static LoadedModel load(
      ModelManifest manifest, List<Integer> workers, ModelRuntime runtime) throws ModelException {
    return load(manifest, time(manifest, runtime), workers, runtime);
  }

  /**
   * As {@link #load}, of a model that has been timed.
   *
   * @throws ModelException when it cannot be loaded
   */
  public static LoadedModel load(
      ModelManifest manifest, Duration median, List<Integer> workers, ModelRuntime runtime)
      throws ModelException {
    ModelVersion version = new ModelVersion(manifest, runtime, size(manifest), median);
    try {
      for (int worker : workers) {
        version.copy(worker);
      }
    } catch (ModelException e) {
      workers.forEach(version::free);
      throw e;
    }
    return new LoadedModel(version, workers);
  }

  /**
   * Median time of one run.
   *
   * @throws ModelException when it cannot be loaded, or fails its first runs
   */
  public static Duration time(ModelManifest manifest, ModelRuntime runtime) throws ModelException {
    try (Model model = runtime.load(manifest)) {
      return WarmUp.median(model, WARM_UP_RUNS);
    } catch (InferenceException e) {
      throw new ModelException(
          manifest.file() + ": the model fails on a test signal: " + e.getMessage(), e);
    }
  }

  private static long size(ModelManifest manifest) throws ModelException {
    try {
      return Files.size(manifest.file());
    } catch (IOException e) {
      throw new ModelException(manifest.file() + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  public ModelManifest manifest() {
    return version.manifest();
  }

  /** Of one run on this machine. */
  public Duration median() {
    return version.median();
  }

  ModelVersion version() {
    return version;
  }

  List<Integer> workers() {
    return workers;
  }
}
