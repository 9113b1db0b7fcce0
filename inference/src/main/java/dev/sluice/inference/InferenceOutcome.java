package dev.sluice.inference;

/** How an inference ended. */
public sealed interface InferenceOutcome {
  /** When the model began, by {@code System.nanoTime}; for one that never did: when it ended. */
  long startedNanos();

  /** Time that the model took, as seen from here; 0 for one that never began. */
  long serviceNanos();

  /**
   * The model answered.
   *
   * @param modelVersion of the model that did
   */
  record Answered(Prediction prediction, String modelVersion, long startedNanos, long serviceNanos)
      implements InferenceOutcome {}

  /**
   * The model did not answer.
   *
   * @param detail one line for the requester
   */
  record Unanswered(Cause cause, String detail, long startedNanos, long serviceNanos)
      implements InferenceOutcome {}

  /** Why there is no answer. */
  enum Cause {
    /** The request does not fit the model. */
    REJECTED,
    /** The model failed, or its server cannot be used. */
    FAILED,
    /** The deadline came first. */
    EXPIRED,
    /** Too many wait already. */
    SHED,
    /** The requester ended it. */
    CANCELLED
  }
}
