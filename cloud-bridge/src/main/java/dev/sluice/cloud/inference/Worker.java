package dev.sluice.cloud.inference;

import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.inference.InProcessBackend;
import dev.sluice.inference.InferenceOutcome;
import dev.sluice.inference.Model;
import dev.sluice.uplink.Envelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread with its own copy of every model; the map of them is that thread's. */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final long STOP_SECONDS = 5;

  private final ExecutorService thread;
  private final Map<String, InProcessBackend> models = new HashMap<>();

  Worker(String name, Map<String, Model> models) {
    this.thread = Executors.newSingleThreadExecutor(body -> new Thread(body, name));
    models.forEach((model, loaded) -> this.models.put(model, new InProcessBackend(loaded)));
  }

  /** Runs the job on this worker's thread and tells the listener there. */
  void run(Job job, Listener listener) {
    thread.execute(
        () ->
            models
                .get(job.request().model())
                .infer(Outcomes.request(job), outcome -> onOutcome(job, outcome, listener)));
  }

  /**
   * Runs jobs of one model, together where it can, and tells the listener of each.
   *
   * @param ran before the listener is told: this worker is free
   */
  void runAll(List<Job> jobs, Listener listener, Runnable ran) {
    thread.execute(
        () -> {
          List<InferenceOutcome> outcomes =
              models
                  .get(jobs.get(0).request().model())
                  .inferAll(jobs.stream().map(Outcomes::request).toList());
          ran.run();
          for (int i = 0; i < jobs.size(); i++) {
            onOutcome(jobs.get(i), outcomes.get(i), listener);
          }
        });
  }

  private static void onOutcome(Job job, InferenceOutcome outcome, Listener listener) {
    JobResult result = Outcomes.result(outcome);
    if (result instanceof JobResult.Refused refused && refused.status() == Envelope.Status.FAILED) {
      LOG.warn(
          "event=inference-failed model={} cause=\"{}\"", job.request().model(), refused.detail());
    }
    listener.onResult(job, result, outcome.startedNanos());
  }

  /** The next job takes this one; the one before is freed when no job runs it any more. */
  void exchange(Model next) {
    thread.execute(
        () -> {
          InProcessBackend before = models.put(next.manifest().name(), new InProcessBackend(next));
          if (before != null) {
            before.close();
          }
        });
  }

  /** Lets the running job finish, within limits, and frees the models. */
  void stop() {
    thread.execute(() -> models.values().forEach(InProcessBackend::close));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("event=worker-busy-at-stop seconds={}", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Told on the worker's thread. */
  interface Listener {
    void onResult(Job job, JobResult result, long startedNanos);
  }
}
