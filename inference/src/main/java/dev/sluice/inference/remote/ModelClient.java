package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.Prediction;
import dev.sluice.inference.guard.Verdict;
import java.time.Duration;
import java.util.function.Consumer;

/** Asks one model on one server, by one protocol. Thread-safe; blocks nobody. */
public interface ModelClient {
  /**
   * Sends one request.
   *
   * @param remaining until nobody waits for the answer, for the server to know; the caller cancels
   * @param reply told once, on any thread, unless it is cancelled before
   */
  Cancellation ask(float[] features, Duration remaining, Consumer<? super Reply> reply);

  /** What came of one attempt. */
  sealed interface Reply {
    Verdict verdict();

    /** The model's answer, checked. */
    record Said(Prediction prediction, String modelVersion) implements Reply {
      @Override
      public Verdict verdict() {
        return Verdict.SERVED;
      }
    }

    /**
     * None.
     *
     * @param detail what the server did or said, one line of bounded length
     */
    record Unsaid(Verdict verdict, String detail) implements Reply {}
  }
}
