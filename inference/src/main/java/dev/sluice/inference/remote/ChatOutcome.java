package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceOutcome.Cause;

/** How a chat request ended. */
public sealed interface ChatOutcome {
  /** Time that the server took for its last attempt; 0 for none. */
  long serviceNanos();

  /** All of the text has been told. */
  record Finished(String model, String finish, long serviceNanos) implements ChatOutcome {}

  /**
   * It has not.
   *
   * @param detail one line for the requester
   */
  record Unfinished(Cause cause, String detail, long serviceNanos) implements ChatOutcome {}
}
