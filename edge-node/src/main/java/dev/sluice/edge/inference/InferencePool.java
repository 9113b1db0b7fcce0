package dev.sluice.edge.inference;

import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Turns;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.ObjLongConsumer;

/**
 * The workers that run models. The engine hands over no more primary runs than there are workers,
 * so an idle one is always there; fallback runs have a worker of their own, because a safety net
 * must not queue behind what it guards.
 *
 * <p>The list of idle workers belongs to the broker loop, the models to the workers' threads.
 */
public final class InferencePool implements AutoCloseable {
  private final EdgeCore core;
  private final Turns turns;
  private final ObjLongConsumer<String> served;
  private final List<ModelWorker> workers = new ArrayList<>();
  private final Queue<ModelWorker> idle = new ArrayDeque<>();
  private final ModelWorker fallbacks;

  /**
   * @param primary models of the routes, loaded once per worker
   * @param fallback small models, loaded once
   * @param served told of each run: model name and nanoseconds; called on the broker loop
   * @throws ModelException when a model cannot be loaded
   */
  public InferencePool(
      EdgeCore core,
      Turns turns,
      ModelRuntime runtime,
      int workerCount,
      Collection<ModelManifest> primary,
      Collection<ModelManifest> fallback,
      ObjLongConsumer<String> served)
      throws ModelException {
    this.core = core;
    this.turns = turns;
    this.served = served;
    for (int i = 0; i < workerCount; i++) {
      workers.add(new ModelWorker("sluice-model-" + i, load(runtime, primary)));
    }
    idle.addAll(workers);
    fallbacks = new ModelWorker("sluice-fallback", load(runtime, fallback));
  }

  private static Map<String, Model> load(ModelRuntime runtime, Collection<ModelManifest> manifests)
      throws ModelException {
    Map<String, Model> models = new HashMap<>();
    for (ModelManifest manifest : manifests) {
      models.put(manifest.name(), runtime.load(manifest));
    }
    return models;
  }

  /** Called on the broker loop. */
  public void perform(EdgeEffect.RunModel run) {
    if (run.run() == Run.FALLBACK) {
      fallbacks.run(run.model(), run.features(), result -> submit(run, result));
      return;
    }
    ModelWorker worker = idle.remove();
    worker.run(
        run.model(),
        run.features(),
        result ->
            turns.submit(
                now -> {
                  idle.add(worker);
                  finished(run, result, now);
                }));
  }

  private void submit(EdgeEffect.RunModel run, ModelResult result) {
    turns.submit(now -> finished(run, result, now));
  }

  private void finished(EdgeEffect.RunModel run, ModelResult result, long nowNanos) {
    served.accept(run.model(), result.serviceNanos());
    core.onModelDone(run.requestId(), run.run(), result, nowNanos);
  }

  /** Workers that can run a model; any thread. */
  public int workersAlive() {
    return (int) workers.stream().filter(ModelWorker::isAlive).count();
  }

  @Override
  public void close() {
    workers.forEach(ModelWorker::close);
    fallbacks.close();
  }
}
