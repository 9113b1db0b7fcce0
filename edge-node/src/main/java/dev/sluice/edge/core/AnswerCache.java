package dev.sluice.edge.core;

import java.util.Optional;

/**
 * Answers that were given before, by what was asked: a port, because what is kept is bounded and
 * expires. Owned by the broker loop.
 */
public interface AnswerCache {
  /** Keeps nothing. */
  AnswerCache NONE =
      new AnswerCache() {
        @Override
        public Optional<ModelResult.Predicted> find(Question question, long nowNanos) {
          return Optional.empty();
        }

        @Override
        public void keep(Question question, ModelResult.Predicted answer, long nowNanos) {}

        @Override
        public Stats stats() {
          return new Stats(0, 0, 0, 0);
        }
      };

  /** What was answered, unless it is too old or had to give way. */
  Optional<ModelResult.Predicted> find(Question question, long nowNanos);

  void keep(Question question, ModelResult.Predicted answer, long nowNanos);

  Stats stats();

  /**
   * What a model was asked.
   *
   * @param version of the model that runs here now, so that no answer outlives it
   * @param features not to be changed any more
   */
  record Question(Route route, String version, float[] features) {}

  /**
   * Totals since the start, and what is held now.
   *
   * @param bytes as far as they are counted
   */
  record Stats(long hits, long misses, long entries, long bytes) {}
}
