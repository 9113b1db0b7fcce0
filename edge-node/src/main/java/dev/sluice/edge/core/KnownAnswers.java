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
    if (request.route.cache().isEmpty()) {
      return Optional.empty();
    }
    Question question = new Question(request.route, versionFor(request), request.features);
    request.question = Optional.of(question);
    return cache.find(question, nowNanos);
  }

  void learn(InferenceRequest request, Outcome outcome, long nowNanos) {
    boolean made = outcome.placement() == Placement.EDGE || outcome.placement() == Placement.CLOUD;
    // A model that was replaced meanwhile may or may not have been the one that answered.
    if (made && request.question.filter(asked -> isCurrent(asked, request)).isPresent()) {
      cache.keep(
          request.question.get(),
          new ModelResult.Predicted(
              outcome.model().orElseThrow(),
              outcome.prediction().orElseThrow(),
              outcome.inferNanos()),
          nowNanos);
    }
  }

  private boolean isCurrent(Question asked, InferenceRequest request) {
    return asked.version().equals(versionFor(request));
  }

  private String versionFor(InferenceRequest request) {
    return versions.getOrDefault(request.route.model(), "");
  }

  AnswerCache.Stats stats() {
    return cache.stats();
  }
}
