package dev.sluice.edge.inference;

import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.inference.InferenceException;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.Prediction;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** One thread with its own copies of models: sessions are never shared between threads. */
final class ModelWorker implements AutoCloseable {
  /** No model of a gateway takes so long; a run that does will not come back. */
  private static final long STUCK_NANOS = Duration.ofSeconds(30).toNanos();

  private static final long IDLE = Long.MAX_VALUE;

  private final int number;
  private final ExecutorService thread;
  private volatile long busySinceNanos = IDLE;

  /**
   * @param number which of a version's copies is this worker's
   */
  ModelWorker(int number, String name) {
    this.number = number;
    this.thread = Executors.newSingleThreadExecutor(task -> WorkerThreads.daemon(task, name));
  }

  int number() {
    return number;
  }

  void run(ModelVersion version, float[] features, Consumer<ModelResult> done) {
    thread.execute(() -> done.accept(infer(version, features)));
  }

  private ModelResult infer(ModelVersion version, float[] features) {
    long start = System.nanoTime();
    busySinceNanos = start;
    ModelManifest manifest = version.manifest();
    try {
      Prediction prediction = version.infer(number, features);
      return new ModelResult.Predicted(
          new ModelName(manifest.name(), manifest.version()),
          prediction,
          System.nanoTime() - start);
    } catch (InferenceException | ModelException | RuntimeException | OutOfMemoryError e) {
      // Whatever a model does wrong is the answer of this request, never the end of the worker.
      return new ModelResult.Failed(
          "model " + manifest.name() + " failed: " + e.getMessage(), System.nanoTime() - start);
    } finally {
      busySinceNanos = IDLE;
    }
  }

  /** Frees this worker's copy when the runs before are over. */
  void free(ModelVersion version) {
    thread.execute(() -> version.free(number));
  }

  /** Whether it can be expected to finish what it has. */
  boolean isAlive() {
    long since = busySinceNanos;
    return since == IDLE || System.nanoTime() - since < STUCK_NANOS;
  }

  /** Lets the current run end. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
