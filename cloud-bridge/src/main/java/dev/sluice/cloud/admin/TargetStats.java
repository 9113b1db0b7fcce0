package dev.sluice.cloud.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One target in numbers since the start.
 *
 * @param trouble why its engine is not reached now; empty when it is
 * @param grief why a dead letter cannot be kept now; empty when there is none such
 * @param backlog messages of the store that it is not done with
 * @param retried rejections after which a record was put again
 * @param unavailable puts that did not reach the engine
 * @param skipped messages that it goes without because they filled the store
 * @param expired messages whose time was over
 */
public record TargetStats(
    String name,
    String kind,
    String trouble,
    String grief,
    long backlog,
    long confirmed,
    long retried,
    long deadLetters,
    long unavailable,
    long skipped,
    long expired) {
  boolean isReached() {
    return trouble.isEmpty();
  }

  boolean well() {
    return isReached() && grief.isEmpty();
  }

  private String line() {
    String state = isReached() ? "reached" : "away: " + trouble;
    return "%s %s backlog=%d %s%s"
        .formatted(
            name, kind, backlog, state, grief.isEmpty() ? "" : "; no dead letter kept: " + grief);
  }

  static String lines(List<TargetStats> all) {
    return all.stream().map(TargetStats::line).collect(Collectors.joining("\n"));
  }

  JsonObject json() {
    return new JsonObject()
        .put("name", name)
        .put("kind", kind)
        .put("reached", isReached())
        .put("trouble", trouble)
        .put("deadLetterTrouble", grief)
        .put("backlog", backlog)
        .put("confirmed", confirmed)
        .put("retried", retried)
        .put("deadLetters", deadLetters)
        .put("unavailable", unavailable)
        .put("skipped", skipped)
        .put("expired", expired);
  }
}
