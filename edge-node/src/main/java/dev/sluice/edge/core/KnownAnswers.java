package dev.sluice.edge.core;

import dev.sluice.edge.core.AnswerCache.Question;
import dev.sluice.edge.core.Outcome.Placement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which answers are kept and given again: only those that the route's own model made, and only
 * while the version that runs here is the same.
 */
final class KnownAnswers {
  /** What {@code x-reason} says of an answer that was known. */
  static final String REASON = "CACHED";

  private final AnswerCache cache;
  private final Map<String, String> versions = new HashMap<>();

  KnownAnswers(AnswerCache cache) {
    this.cache = cache;
  }

  /**
   * @param version whatever tells one from the other
   */
  void onModelVersion(String model, String version) {
    versions.put(model, version);
  }

  Optional<ModelResult.Predicted> find(InferenceRequest request, long nowNanos) {
    return request.route.cache().isPresent()
        ? cache.find(question(request), nowNanos)
        : Optional.empty();
  }

  void learn(InferenceRequest request, Outcome outcome, long nowNanos) {
    boolean made = outcome.placement() == Placement.EDGE || outcome.placement() == Placement.CLOUD;
    if (made && request.route.cache().isPresent()) {
      cache.keep(
          question(request),
          new ModelResult.Predicted(
              outcome.model().orElseThrow(),
              outcome.prediction().orElseThrow(),
              outcome.inferNanos()),
          nowNanos);
    }
  }

  private Question question(InferenceRequest request) {
    String version = versions.getOrDefault(request.route.model(), "");
    return new Question(request.route, version, request.features);
  }

  AnswerCache.Stats stats() {
    return cache.stats();
  }
}
