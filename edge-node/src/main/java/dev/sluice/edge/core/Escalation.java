package dev.sluice.edge.core;

import dev.sluice.inference.Prediction;
import dev.sluice.offload.PlacementPolicy;
import java.util.Optional;

/** Second opinions, where a route's placement is a cascade. */
final class Escalation {
  private Escalation() {}

  /**
   * How to place a second opinion; empty when none is wanted. One is enough, the cloud has been
   * asked already where this is a rescue, and without a deadline nobody could say when to stop
   * waiting for it.
   */
  static Optional<PlacementPolicy> of(InferenceRequest request, ModelResult.Predicted said) {
    if (!request.hasDeadline() || request.onWire || request.alsoHere || request.first.isPresent()) {
      return Optional.empty();
    }
    Prediction first = said.prediction();
    return request
        .route
        .cascade()
        .flatMap(
            cascade -> cascade.secondOpinion(first.label(), first.confidence(), request.features));
  }

  /** The second opinion has come: was the first one wrong? */
  static void learn(InferenceRequest request, String label) {
    if (request.first.isPresent()) {
      Prediction first = request.first.get().prediction();
      request
          .route
          .cascade()
          .ifPresent(
              cascade ->
                  cascade.learn(first.label(), first.confidence(), !label.equals(first.label())));
    }
  }
}
