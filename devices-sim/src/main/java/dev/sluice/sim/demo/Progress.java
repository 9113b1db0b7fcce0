package dev.sluice.sim.demo;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the devices have seen so far; counts are sums since they began.
 *
 * @param byPlacement answers by edge, cloud, cache, fallback, none
 */
record Progress(
    double seconds,
    long published,
    long acknowledged,
    long results,
    Map<String, Long> byPlacement,
    double p50Ms,
    double p99Ms) {

  static final Progress NONE = new Progress(0, 0, 0, 0, Map.of(), 0, 0);

  Progress {
    byPlacement = Map.copyOf(byPlacement);
  }

  /** Empty for a line that is no progress. */
  static Optional<Progress> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(JsonMapper.shared().readTree(line)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Progress of(JsonNode node) {
    return new Progress(
        node.path("t").asDouble(0),
        node.path("published").asLong(0),
        node.path("acknowledged").asLong(0),
        node.path("results").asLong(0),
        node.path("byPlacement").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asLong(0))),
        node.path("p50Ms").asDouble(0),
        node.path("p99Ms").asDouble(0));
  }

  /** What came after an earlier moment; latencies stay those of now. */
  Progress since(Progress earlier) {
    return new Progress(
        seconds - earlier.seconds,
        published - earlier.published,
        acknowledged - earlier.acknowledged,
        results - earlier.results,
        byPlacement.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue() - earlier.byPlacement.getOrDefault(entry.getKey(), 0L))),
        p50Ms,
        p99Ms);
  }

  /** A placement's part of the answers, 0 to 1. */
  double share(String placement) {
    return results == 0 ? 0 : byPlacement.getOrDefault(placement, 0L) / (double) results;
  }

  double perSecond() {
    return seconds <= 0 ? 0 : published / seconds;
  }
}
