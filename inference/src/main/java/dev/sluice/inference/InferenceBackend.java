package dev.sluice.inference;

import java.util.function.Consumer;

/**
 * Something that answers for one model: the model in this process, or a server that has it.
 *
 * <p>Every request that is begun gets exactly one outcome, and a backend that waits for others
 * gives it by the request's deadline, whatever they do.
 */
public interface InferenceBackend extends AutoCloseable {
  /** What the model takes and says. */
  ModelManifest manifest();

  /**
   * Begins one inference.
   *
   * @param outcome told exactly once: before this returns, or later on a thread of the backend; it
   *     must not block and not throw
   * @return ends it early, from any thread
   */
  Cancellation infer(InferenceRequest request, Consumer<? super InferenceOutcome> outcome);

  /** What has not ended yet is ended as failed. */
  @Override
  void close();

  /** Ends an inference that nobody waits for any more; its outcome is still told, once. */
  @FunctionalInterface
  interface Cancellation {
    /** Of what cannot be ended early, or is over. */
    Cancellation NONE = () -> {};

    void cancel();
  }
}
