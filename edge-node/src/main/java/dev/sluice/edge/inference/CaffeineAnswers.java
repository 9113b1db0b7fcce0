package dev.sluice.edge.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.sluice.edge.core.AnswerCache;
import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Route;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@link AnswerCache} on Caffeine, one cache for each route that wants one, at the time of the
 * broker loop. A question is kept as its SHA-256: a device must not be able to make up values that
 * are taken for another's.
 */
public final class CaffeineAnswers implements AnswerCache {
  /** What an entry takes beside its texts: hash, key, answer, and the cache's own nodes. */
  static final int ENTRY_BYTES = 400;

  private final Map<Integer, Kept> routes = new HashMap<>();
  private final MessageDigest sha256 = sha256();
  private long nowNanos;
  private long hits;
  private long misses;

  /** What a route keeps, as long as its policy serves. */
  private record Kept(int version, Cache<ByteBuffer, ModelResult.Predicted> answers) {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public Optional<ModelResult.Predicted> find(Question question, long nowNanos) {
    this.nowNanos = nowNanos;
    Optional<ModelResult.Predicted> found =
        cache(question.route()).map(answers -> answers.getIfPresent(key(question)));
    if (found.isPresent()) {
      hits++;
    } else {
      misses++;
    }
    return found;
  }

  @Override
  public void keep(Question question, ModelResult.Predicted answer, long nowNanos) {
    this.nowNanos = nowNanos;
    cache(question.route()).ifPresent(answers -> answers.put(key(question), answer));
  }

  /** Each policy begins anew: its route may have other models. Empty for a route that has gone. */
  private Optional<Cache<ByteBuffer, ModelResult.Predicted>> cache(Route route) {
    Kept kept = routes.get(route.index());
    if (kept == null || kept.version() < route.version()) {
      kept = new Kept(route.version(), newCache(route.cache().orElseThrow()));
      routes.put(route.index(), kept);
    }
    return kept.version() == route.version() ? Optional.of(kept.answers()) : Optional.empty();
  }

  private Cache<ByteBuffer, ModelResult.Predicted> newCache(Route.CacheTerms terms) {
    return Caffeine.newBuilder()
        .expireAfterWrite(terms.ttl())
        .maximumWeight(terms.bytesMax())
        .weigher((ByteBuffer key, ModelResult.Predicted answer) -> bytes(answer))
        .ticker(() -> nowNanos)
        .executor(Runnable::run)
        .build();
  }

  private static int bytes(ModelResult.Predicted answer) {
    return ENTRY_BYTES
        + answer.prediction().label().length()
        + answer.model().name().length()
        + answer.model().version().length();
  }

  private ByteBuffer key(Question question) {
    byte[] version = question.version().getBytes(StandardCharsets.UTF_8);
    ByteBuffer asked =
        ByteBuffer.allocate(version.length + question.features().length * Float.BYTES);
    asked.put(version);
    asked.asFloatBuffer().put(question.features());
    return ByteBuffer.wrap(sha256.digest(asked.array()));
  }

  @Override
  public Stats stats() {
    long entries = routes.values().stream().mapToLong(kept -> kept.answers().estimatedSize()).sum();
    long bytes = routes.values().stream().mapToLong(kept -> weight(kept.answers())).sum();
    return new Stats(hits, misses, entries, bytes);
  }

  private static long weight(Cache<?, ?> cache) {
    return cache.policy().eviction().map(Policy.Eviction::weightedSize).orElseThrow().orElse(0);
  }
}
