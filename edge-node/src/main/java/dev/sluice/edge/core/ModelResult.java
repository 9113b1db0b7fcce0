package dev.sluice.edge.core;

import dev.sluice.inference.Prediction;

/** How a local run ended. */
public sealed interface ModelResult {
  /** The model's own time, waiting excluded. */
  long serviceNanos();

  record Predicted(Outcome.ModelName model, Prediction prediction, long serviceNanos)
      implements ModelResult {}

  /**
   * @param detail one line for the sender
   */
  record Failed(String detail, long serviceNanos) implements ModelResult {}
}
