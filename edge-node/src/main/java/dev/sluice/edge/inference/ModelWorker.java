package dev.sluice.edge.inference;

import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** One thread with its own loaded models: sessions are never shared between threads. */
final class ModelWorker implements AutoCloseable {
  private final Map<String, Model> models;
  private final ExecutorService thread;

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
    try {
      Model model = models.get(name);
      var prediction = model.infer(features);
      ModelManifest manifest = model.manifest();
      return new ModelResult.Predicted(
          new ModelName(manifest.name(), manifest.version()),
          prediction,
          System.nanoTime() - start);
    } catch (InferenceException | RuntimeException e) {
      // Whatever a model does wrong is the answer of this request, never the end of the worker.
      return new ModelResult.Failed(
          "model " + name + " failed: " + e.getMessage(), System.nanoTime() - start);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    thread.execute(() -> {});
  }
}
