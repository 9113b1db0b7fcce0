package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.guard.Verdict;

/** Asks one model that answers with text, by one protocol. Thread-safe; blocks nobody. */
public interface ChatClient {
  /** Sends one prompt. */
  Cancellation ask(String prompt, Listener listener);

  /** Told on threads of the client, one thing after the other; not any more once cancelled. */
  interface Listener {
    /**
     * The server goes on.
     *
     * @param text what it has said; empty where it only showed that it works
     */
    void onProgress(String text);

    /** The last that is told. */
    void onEnd(End end);
  }

  /** How an attempt ended. */
  sealed interface End {
    Verdict verdict();

    /**
     * The text is whole.
     *
     * @param model as the server calls it, or empty
     * @param finish why it ends, in the server's word, or empty
     */
    record Whole(String model, String finish) implements End {
      @Override
      public Verdict verdict() {
        return Verdict.SERVED;
      }
    }

    /**
     * It is not.
     *
     * @param detail what the server did or said, one line of bounded length
     */
    record Broken(Verdict verdict, String detail) implements End {}
  }
}
