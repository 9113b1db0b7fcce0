package dev.sluice.cloud.inference;

import dev.sluice.cloud.core.Job;
import dev.sluice.inference.InferenceBackend;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The models that model servers have: jobs go straight to their backends, whose guards keep them.
 */
public final class RemoteModels {
  private final Map<String, InferenceBackend> backends;
  private final Executor loop;
  private final WorkerPool.Listener listener;

  /**
   * @param backends by the name of the model
   * @param loop where the listener is told
   */
  public RemoteModels(
      Map<String, ? extends InferenceBackend> backends,
      Executor loop,
      WorkerPool.Listener listener) {
    this.backends = Map.copyOf(backends);
    this.loop = loop;
    this.listener = listener;
  }

  public boolean has(String model) {
    return backends.containsKey(model);
  }

  public void run(Job job) {
    backends
        .get(job.request().model())
        .infer(
            Outcomes.request(job),
            outcome ->
                loop.execute(
                    () ->
                        listener.onResult(job, Outcomes.result(outcome), outcome.startedNanos())));
  }
}
