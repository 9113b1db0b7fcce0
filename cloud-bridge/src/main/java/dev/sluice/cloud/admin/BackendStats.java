package dev.sluice.cloud.admin;

import dev.sluice.inference.guard.BreakerState;
import dev.sluice.inference.guard.GuardStats;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One model on one model server, in numbers. */
public record BackendStats(String server, String model, GuardStats guard) {
  boolean well() {
    return guard.breaker() == BreakerState.CLOSED;
  }

  String line() {
    return "%s %s %s".formatted(server, model, word(guard.breaker()));
  }

  JsonObject json() {
    JsonObject replies = new JsonObject();
    guard.replies().forEach((verdict, count) -> replies.put(word(verdict), count));
    JsonObject unreplied = new JsonObject();
    guard.unreplied().forEach((reason, count) -> unreplied.put(word(reason), count));
    return new JsonObject()
        .put("server", server)
        .put("model", model)
        .put("breaker", word(guard.breaker()))
        .put("opened", guard.opened())
        .put("limit", guard.limit())
        .put("inFlight", guard.inFlight())
        .put("waiting", guard.waiting())
        .put("replies", replies)
        .put("unreplied", unreplied)
        .put("retries", guard.retries())
        .put("timeouts", guard.timeouts())
        .put("lateReplies", guard.lateReplies());
  }

  static String lines(List<BackendStats> all) {
    return all.stream().map(BackendStats::line).collect(Collectors.joining("\n"));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
