package dev.sluice.edge.core;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps everything for the route's time, by the words of the question. */
final class FakeAnswerCache implements AnswerCache {
  private record Kept(ModelResult.Predicted answer, long atNanos) {}

  private final Map<String, Kept> kept = new HashMap<>();
  private long hits;
  private long misses;

  private static String key(Question question) {
    return question.route().name()
        + " "
        + question.version()
        + " "
        + Arrays.toString(question.features());
  }

  @Override
  public Optional<ModelResult.Predicted> find(Question question, long nowNanos) {
    long ttlNanos = question.route().cache().orElseThrow().ttl().toNanos();
    Optional<ModelResult.Predicted> found =
        Optional.ofNullable(kept.get(key(question)))
            .filter(one -> nowNanos - one.atNanos() < ttlNanos)
            .map(Kept::answer);
    hits += found.isPresent() ? 1 : 0;
    misses += found.isPresent() ? 0 : 1;
    return found;
  }

  @Override
  public void keep(Question question, ModelResult.Predicted answer, long nowNanos) {
    kept.put(key(question), new Kept(answer, nowNanos));
  }

  @Override
  public Stats stats() {
    return new Stats(hits, misses, kept.size(), 0);
  }
}
