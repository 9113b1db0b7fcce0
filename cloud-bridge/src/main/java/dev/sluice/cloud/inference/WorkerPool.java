package dev.sluice.cloud.inference;

import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.WarmUp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The workers; which of them are free is known and used on the caller's loop alone. */
public final class WorkerPool implements AutoCloseable {
  private static final int TRIAL_RUNS = 5;

  private final Executor loop;
  private final Listener listener;
  private final List<Worker> workers = new ArrayList<>();
  private final ArrayDeque<Worker> free = new ArrayDeque<>();
  private final Map<String, ModelManifest> manifests = new ConcurrentHashMap<>();

  private Map<String, Integer> batchSizes = Map.of();

  private WorkerPool(Executor loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Loads every model once per worker, so that no two threads share one.
   *
   * @param loop where the listener is told
   * @throws ModelException when one cannot be loaded; none stays loaded then
   */
  public static WorkerPool start(
      int workers,
      ModelRuntime runtime,
      List<ModelManifest> manifests,
      Executor loop,
      Listener listener)
      throws ModelException {
    var pool = new WorkerPool(loop, listener);
    try {
      for (int i = 0; i < workers; i++) {
        Map<String, Model> models = load(runtime, manifests);
        pool.batchSizes = sizes(models);
        pool.workers.add(new Worker("sluice-inference-" + i, models));
      }
    } catch (ModelException e) {
      pool.close();
      throw e;
    }
    pool.free.addAll(pool.workers);
    manifests.forEach(manifest -> pool.manifests.put(manifest.name(), manifest));
    return pool;
  }

  /** Of the version that the next job takes; from any thread. */
  public Optional<ModelManifest> manifest(String model) {
    return Optional.ofNullable(manifests.get(model));
  }

  /** On the loop. The core starts no more jobs than there are workers. */
  public void run(Job job) {
    Worker worker = free.remove();
    worker.run(
        job,
        (ended, result, startedNanos) ->
            loop.execute(
                () -> {
                  free.add(worker);
                  listener.onResult(ended, result, startedNanos);
                }));
  }

  /** On the loop: jobs of one model that run together. */
  public void runTogether(List<Job> jobs) {
    Worker worker = free.remove();
    worker.runAll(
        jobs,
        (job, result, startedNanos) ->
            loop.execute(() -> listener.onResult(job, result, startedNanos)),
        () -> loop.execute(() -> free.add(worker)));
  }

  /** How many jobs one run of each model takes, of the versions that were loaded first. */
  public Map<String, Integer> batchSizes() {
    return batchSizes;
  }

  /**
   * Another version takes the place of the one that every worker has, each with its next job; what
   * runs keeps the version that it started with. Loads and tries it first, so not for the loop.
   *
   * @throws ModelException when it cannot be loaded, or fails its first runs; nothing changes then
   */
  public void replace(ModelManifest next, ModelRuntime runtime) throws ModelException {
    List<Model> copies = new ArrayList<>();
    try {
      for (int i = 0; i < workers.size(); i++) {
        copies.add(runtime.load(next));
      }
      WarmUp.median(copies.get(0), TRIAL_RUNS);
    } catch (ModelException | InferenceException | RuntimeException e) {
      copies.forEach(Model::close);
      throw e instanceof ModelException known ? known : failed(next, e);
    }
    for (int i = 0; i < copies.size(); i++) {
      workers.get(i).exchange(copies.get(i));
    }
    manifests.put(next.name(), next);
  }

  private static ModelException failed(ModelManifest manifest, Exception cause) {
    return new ModelException(
        manifest.file() + ": the model fails on a test signal: " + cause.getMessage(), cause);
  }

  /** Waits for running jobs, within limits. */
  @Override
  public void close() {
    workers.forEach(Worker::stop);
  }

  private static Map<String, Model> load(ModelRuntime runtime, List<ModelManifest> manifests)
      throws ModelException {
    Map<String, Model> models = new HashMap<>();
    for (ModelManifest manifest : manifests) {
      try {
        models.put(manifest.name(), runtime.load(manifest));
      } catch (ModelException | RuntimeException e) {
        models.values().forEach(Model::close);
        throw e;
      }
    }
    return models;
  }

  private static Map<String, Integer> sizes(Map<String, Model> models) {
    Map<String, Integer> sizes = new HashMap<>();
    models.forEach((name, model) -> sizes.put(name, model.batchMax()));
    return sizes;
  }

  /** Told on the loop. */
  public interface Listener {
    void onResult(Job job, JobResult result, long startedNanos);
  }
}
