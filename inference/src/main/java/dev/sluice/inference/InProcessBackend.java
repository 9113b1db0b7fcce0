package dev.sluice.inference;

import dev.sluice.inference.InferenceOutcome.Answered;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.InferenceOutcome.Unanswered;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@link InferenceBackend} of a model in this process: it runs on the caller's thread, one at a
 * time, and has its outcome before {@link #infer} returns.
 */
public final class InProcessBackend implements InferenceBackend {
  private final Model model;

  /**
   * @param model owned from here on
   */
  public InProcessBackend(Model model) {
    this.model = model;
  }

  @Override
  public ModelManifest manifest() {
    return model.manifest();
  }

  @Override
  public Cancellation infer(InferenceRequest request, Consumer<? super InferenceOutcome> outcome) {
    outcome.accept(run(request.features(), System.nanoTime()));
    return Cancellation.NONE;
  }

  /** Requests that one run takes at once. */
  public int batchMax() {
    return model.batchMax();
  }

  /**
   * The outcomes in the order of the requests, of one run where the model can. Where that fails
   * they are run one by one, so that only those fail that are at fault.
   */
  public List<InferenceOutcome> inferAll(List<InferenceRequest> requests) {
    long startedNanos = System.nanoTime();
    if (requests.size() > 1 && requests.size() <= model.batchMax()) {
      try {
        List<Prediction> predictions =
            model.inferAll(requests.stream().map(InferenceRequest::features).toList());
        long tookNanos = System.nanoTime() - startedNanos;
        return predictions.stream().map(one -> answered(one, startedNanos, tookNanos)).toList();
      } catch (InferenceException | RuntimeException e) {
        // One by one, below.
      }
    }
    return requests.stream().map(one -> run(one.features(), System.nanoTime())).toList();
  }

  private InferenceOutcome answered(Prediction prediction, long startedNanos, long tookNanos) {
    return new Answered(prediction, manifest().version(), startedNanos, tookNanos);
  }

  private InferenceOutcome run(float[] features, long startedNanos) {
    int window = manifest().input().window();
    if (features.length < window) {
      String detail = "features are " + features.length + ", the model needs " + window;
      return new Unanswered(Cause.REJECTED, detail, startedNanos, 0);
    }
    try {
      Prediction prediction = model.infer(features);
      return answered(prediction, startedNanos, System.nanoTime() - startedNanos);
    } catch (InferenceException | RuntimeException e) {
      String detail = "model '" + manifest().name() + "' failed: " + e.getMessage();
      return new Unanswered(Cause.FAILED, detail, startedNanos, System.nanoTime() - startedNanos);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
