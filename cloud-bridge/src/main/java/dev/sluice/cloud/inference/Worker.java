package dev.sluice.cloud.inference;

import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.Prediction;
import dev.sluice.uplink.Envelope;
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
  private final Map<String, Model> models;

  Worker(String name, Map<String, Model> models) {
    this.thread = Executors.newSingleThreadExecutor(body -> new Thread(body, name));
    this.models = models;
  }

  /** Runs the job on this worker's thread and tells the listener there. */
  void run(Job job, Listener listener) {
    thread.execute(
        () -> {
          long startedNanos = System.nanoTime();
          listener.onResult(job, infer(job.request(), startedNanos), startedNanos);
        });
  }

  /** The next job takes this one; the one before is freed when no job runs it any more. */
  void exchange(Model next) {
    thread.execute(
        () -> {
          Model before = models.put(next.manifest().name(), next);
          if (before != null) {
            before.close();
          }
        });
  }

  /** Lets the running job finish, within limits, and frees the models. */
  void stop() {
    thread.execute(() -> models.values().forEach(Model::close));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("event=worker-busy-at-stop seconds={}", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JobResult infer(Envelope.Request request, long startedNanos) {
    Model model = models.get(request.model());
    int window = model.manifest().input().window();
    if (request.features().length < window) {
      String detail = "features are " + request.features().length + ", the model needs " + window;
      return new JobResult.Refused(Envelope.Status.REJECTED, detail, 0);
    }
    try {
      Prediction prediction = model.infer(request.features());
      return new JobResult.Done(
          prediction.label(),
          prediction.score(),
          prediction.confidence(),
          model.manifest().version(),
          System.nanoTime() - startedNanos);
    } catch (InferenceException | RuntimeException e) {
      LOG.warn("event=inference-failed model={} cause=\"{}\"", request.model(), e.toString());
      String detail = "model '" + request.model() + "' failed: " + e.getMessage();
      return new JobResult.Refused(
          Envelope.Status.FAILED, detail, System.nanoTime() - startedNanos);
    }
  }

  /** Told on the worker's thread. */
  interface Listener {
    void onResult(Job job, JobResult result, long startedNanos);
  }
}
