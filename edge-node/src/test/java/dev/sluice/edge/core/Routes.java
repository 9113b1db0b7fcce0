package dev.sluice.edge.core;

import dev.sluice.offload.Cascade;
import dev.sluice.offload.Privacy;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.Optional;

/** Routes for tests, varied from one plain example. */
final class Routes {
  static final Route VIBRATION =
      new Route(
          0,
          1,
          "vibration",
          TopicFilter.of("sensors/+/vibration"),
          0,
          "heavy",
          true,
          Optional.of("light"),
          Optional.of(Duration.ofMillis(300)),
          5,
          Privacy.CLOUD_OK,
          Optional.empty(),
          "{topic}/inference");

  private Routes() {}

  static Route withoutFallback() {
    return vary(Optional.empty(), VIBRATION.deadline());
  }

  static Route withoutDeadline() {
    return vary(Optional.empty(), Optional.empty());
  }

  private static Route vary(Optional<String> fallback, Optional<Duration> deadline) {
    return new Route(
        0,
        1,
        VIBRATION.name(),
        VIBRATION.filter(),
        0,
        VIBRATION.model(),
        true,
        fallback,
        deadline,
        5,
        Privacy.CLOUD_OK,
        Optional.empty(),
        VIBRATION.resultTopic());
  }

  static Route cached(Duration ttl) {
    return new Route(
        0,
        1,
        VIBRATION.name(),
        VIBRATION.filter(),
        0,
        VIBRATION.model(),
        true,
        VIBRATION.fallback(),
        VIBRATION.deadline(),
        5,
        Privacy.CLOUD_OK,
        Optional.empty(),
        VIBRATION.resultTopic(),
        VIBRATION.model(),
        Optional.of(new Route.CacheTerms(ttl, 1_000)),
        false);
  }

  /** The cloud has a better model, and is asked when the one here is unsure. */
  static Route cascading(Cascade cascade, Privacy privacy) {
    return new Route(
        0,
        1,
        VIBRATION.name(),
        VIBRATION.filter(),
        0,
        "small",
        true,
        Optional.empty(),
        VIBRATION.deadline(),
        5,
        privacy,
        Optional.of(cascade),
        VIBRATION.resultTopic(),
        "large",
        Optional.empty(),
        false);
  }
}
