package dev.sluice.sim.demo;

import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.LinkStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one run has shown.
 *
 * @param report the devices' report with what this process knows of the link added
 */
record RunResult(Placement placement, ObjectNode report) {
  /** The devices end with this where they found a message lost, twice or unanswered. */
  private static final int FOUND_FAULTS = 1;

  private static final double BYTES_PER_KILOBYTE = 1e3;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final List<String> ROW =
      List.of(
          "placement",
          "deadlineHitRatio",
          "correctInDeadline",
          "results",
          "resultsByPlacement",
          "accuracy",
          "p50Ms",
          "p99Ms",
          "lost",
          "duplicates",
          "unanswered");

  static RunResult of(
      Placement placement, Child devices, Path file, LinkSettings settings, LinkStats link)
      throws DemoException {
    boolean ended = devices.exitCode() == 0 || devices.exitCode() == FOUND_FAULTS;
    if (!ended || !Files.exists(file)) {
      throw devices.failure("ended with code " + devices.exitCode());
    }
    try {
      JsonNode read = JsonMapper.shared().readTree(file);
      if (read instanceof ObjectNode report) {
        return of(placement, report, settings, link);
      }
      throw devices.failure("wrote a report that is no JSON object");
    } catch (JacksonException e) {
      throw devices.failure("wrote a report that cannot be read: " + e.getOriginalMessage());
    }
  }

  static RunResult of(
      Placement placement, ObjectNode report, LinkSettings settings, LinkStats link) {
    report.put("placement", placement.word());
    report.put("uplinkOutages", link.outages());
    report.put("uplinkDownSeconds", link.down().toMillis() / MILLIS_PER_SECOND);
    report
        .putObject("link")
        .put("latencyMs", settings.latency().toMillis())
        .put("jitterMs", settings.jitter().toMillis())
        .put("kilobytesUp", link.bytesUp() / BYTES_PER_KILOBYTE)
        .put("kilobytesDown", link.bytesDown() / BYTES_PER_KILOBYTE)
        .put("connections", link.connections())
        .put("resets", link.resets())
        .put("refused", link.refused());
    RunResult result = new RunResult(placement, report);
    ObjectNode shares = report.putObject("shares");
    report
        .path("resultsByPlacement")
        .propertyStream()
        .forEach(entry -> shares.put(entry.getKey(), result.share(entry.getKey())));
    return result;
  }

  /** A placement's part of the answers, 0 to 1. */
  double share(String name) {
    JsonNode counts = report.path("resultsByPlacement");
    long measured = counts.valueStream().mapToLong(count -> count.asLong(0)).sum();
    return measured == 0 ? 0 : counts.path(name).asLong(0) / (double) measured;
  }

  /** The share of answers that the edge node says it gave in time, 0 to 1. */
  double inTimeByItsNode() {
    JsonNode counts = report.path("resultsByStatus");
    long measured = counts.valueStream().mapToLong(count -> count.asLong(0)).sum();
    return measured == 0 ? 0 : counts.path("ok").asLong(0) / (double) measured;
  }

  long count(String field) {
    return report.path(field).asLong(0);
  }

  /** Empty where the report has no such number, such as correctness without labels. */
  OptionalDouble number(String field) {
    JsonNode node = report.path(field);
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
  }

  /** What the run must not have, one line each; a missing count is a fault, too. */
  List<String> faults() {
    return Stream.of("lost", "duplicates", "unanswered").flatMap(this::fault).toList();
  }

  private Stream<String> fault(String field) {
    if (!report.path(field).isIntegralNumber()) {
      return Stream.of(placement.word() + ": the devices' report says nothing of " + field);
    }
    return count(field) == 0
        ? Stream.empty()
        : Stream.of(placement.word() + ": " + field + " = " + count(field));
  }

  /** The line of a comparison. */
  ObjectNode row() {
    ObjectNode row = JsonMapper.shared().createObjectNode();
    ROW.forEach(field -> row.set(field, report.path(field).deepCopy()));
    return row;
  }
}
