package dev.sluice.edge.inference;

import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.Prediction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** One thread with its own loaded models: sessions are never shared between threads. */
final class ModelWorker implements AutoCloseable {
  /** No model of a gateway takes so long; a run that does will not come back. */
  private static final long STUCK_NANOS = Duration.ofSeconds(30).toNanos();

  private static final long IDLE = Long.MAX_VALUE;

  private final Map<String, Model> models;
  private final ExecutorService thread;
  private volatile long busySinceNanos = IDLE;

  /**
   * @param models by name; owned by this worker from now on
   */
  ModelWorker(String name, Map<String, Model> models) {
    this.models = Map.copyOf(models);
    this.thread = Executors.newSingleThreadExecutor(task -> WorkerThreads.daemon(task, name));
  }

  void run(String model, float[] features, Consumer<ModelResult> done) {
    thread.execute(() -> done.accept(infer(model, features)));
  }

  private ModelResult infer(String name, float[] features) {
    long start = System.nanoTime();
    busySinceNanos = start;
    try {
      Model model = models.get(name);
      Prediction prediction = model.infer(features);
      ModelManifest manifest = model.manifest();
      return new ModelResult.Predicted(
          new ModelName(manifest.name(), manifest.version()),
          prediction,
          System.nanoTime() - start);
    } catch (InferenceException | RuntimeException | OutOfMemoryError e) {
      // Whatever a model does wrong is the answer of this request, never the end of the worker.
      return new ModelResult.Failed(
          "model " + name + " failed: " + e.getMessage(), System.nanoTime() - start);
    } finally {
      busySinceNanos = IDLE;
    }
  }

  /** Whether it can be expected to finish what it has. */
  boolean isAlive() {
    long since = busySinceNanos;
    return since == IDLE || System.nanoTime() - since < STUCK_NANOS;
  }

  /** Lets the current run end, then frees the models. */
  @Override
  public void close() {
    thread.execute(() -> models.values().forEach(Model::close));
    thread.shutdown();
  }
}
