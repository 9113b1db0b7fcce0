package dev.sluice.lab;

import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.SafeMargin;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.RouteGuards;
import dev.sluice.policy.guard.Facts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A message to be placed.
 *
 * @param bytes on the uplink
 * @param facts what guards see
 */
record Question(String topic, int bytes, Map<String, String> properties, Facts facts) {
  private static final String DEADLINE = "x-deadline-ms";
  private static final String PRIORITY = "x-priority";
  private static final String NO_OFFLOAD = "x-no-offload";

  /** As the engine is asked for it on that route, at time 0. */
  PlacementRequest on(RouteConfig route, RouteGuards.Verdict verdict) {
    boolean stays =
        verdict.localOnly()
            || !route.mayLeave()
            || "true".equals(properties.get(NO_OFFLOAD))
            || "1".equals(properties.get(NO_OFFLOAD));
    return new PlacementRequest(
        1,
        0,
        0,
        deadline(route)
            .map(span -> usefulUntilNanos(0, span, route))
            .orElse(PlacementRequest.NO_DEADLINE),
        bytes,
        number(PRIORITY, route.priority()),
        stays ? Privacy.LOCAL_ONLY : Privacy.CLOUD_OK,
        route.runsHere());
  }

  /** As the edge node asks for it: a fallback answers a little before the deadline. */
  static long usefulUntilNanos(long arrivalNanos, Duration deadline, RouteConfig route) {
    long span = deadline.toNanos();
    return arrivalNanos + span - (route.fallback().isPresent() ? SafeMargin.nanos(span) : 0);
  }

  private Optional<Duration> deadline(RouteConfig route) {
    return properties.containsKey(DEADLINE)
        ? Optional.of(Duration.ofMillis(number(DEADLINE, 0)))
        : route.deadline();
  }

  private int number(String name, int otherwise) {
    String text = properties.getOrDefault(name, Integer.toString(otherwise));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--property " + name + " must be a whole number (found '" + text + "')", e);
    }
  }
}
