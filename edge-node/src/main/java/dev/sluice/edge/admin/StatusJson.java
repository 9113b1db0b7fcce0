package dev.sluice.edge.admin;

import dev.sluice.broker.BrokerStats;
import dev.sluice.edge.core.AnswerCache;
import dev.sluice.edge.core.DispatchStats;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.core.Outcome;
import dev.sluice.edge.core.forward.DownRules;
import dev.sluice.edge.core.forward.LeftOut;
import dev.sluice.edge.core.forward.RuleStats;
import dev.sluice.offload.Condition;
import dev.sluice.offload.PlacementEngine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** The JSON that {@code /api/status} and the health pages answer with. */
final class StatusJson {
  private StatusJson() {}

  static JsonObject health(Health health) {
    JsonObject parts = new JsonObject();
    health.parts().forEach(parts::put);
    return new JsonObject().put("status", health.verdict().word()).put("parts", parts);
  }

  static JsonObject status(EdgeStatus status, Health health) {
    return new JsonObject()
        .put("node", status.nodeId())
        .put("version", status.version())
        .put("uptimeSeconds", status.uptime().toMillis() / 1e3)
        .put("durability", status.durability())
        .put("health", health(health))
        .put("policy", status.placement().policy())
        .put("policyFile", policy(status))
        .put("workers", status.workers())
        .put("decisionLog", status.decisionLog().map(StatusJson::decisionLog).orElse(null))
        .put("lateResults", status.dispatch().lateResults())
        .put("link", status.link().state().word())
        .put("linkSinceSeconds", status.link().since().toMillis() / 1e3)
        .put(
            "linkCertificate",
            status.link().certificate().map(StatusJson::certificate).orElse(null))
        .put("uplink", status.link().taken().map(EdgeStatus.Uplink::name).orElse(null))
        .put("uplinks", uplinks(status.link()))
        .put("uplinkSwitches", status.link().switches())
        .put("breaker", status.placement().breaker())
        .put("rttMs", finite(status.placement().rttMs()))
        .put("uplinkMbps", finite(status.placement().uplinkMbps()))
        .put("backlog", backlog(status.placement()))
        .put("machine", machine(status.placement().condition()))
        .put("requests", status.dispatch().requests())
        .put("open", status.dispatch().open())
        .put("answers", answers(status.dispatch()))
        .put("statuses", words(status.dispatch().answersByStatus()))
        .put("reasons", words(status.dispatch().answersByReason()))
        .put("decisions", words(status.dispatch().decisions()))
        .put("broker", broker(status.broker()))
        .put("cache", cache(status.cache()))
        .put("models", models(status))
        .put("modelRuntime", runtime(status.runtime()))
        .put("journal", status.journal().map(StatusJson::journal).orElse(null))
        .put("lanes", lanes(status))
        .put("forward", status.forward().map(StatusJson::forward).orElse(null))
        .put("down", status.down().map(StatusJson::down).orElse(null));
  }

  private static JsonArray uplinks(EdgeStatus.Link link) {
    JsonArray uplinks = new JsonArray();
    for (EdgeStatus.Uplink uplink : link.uplinks()) {
      uplinks.add(
          new JsonObject()
              .put("name", uplink.name())
              .put("place", uplink.place())
              .put("taken", uplink.taken())
              .put("certificate", uplink.certificate().map(StatusJson::certificate).orElse(null)));
    }
    return uplinks;
  }

  private static JsonObject certificate(EdgeStatus.Certificate certificate) {
    return new JsonObject()
        .put("leftSeconds", certificate.left().toMillis() / 1e3)
        .put("obstacle", certificate.obstacle().orElse(null));
  }

  private static JsonObject policy(EdgeStatus status) {
    return new JsonObject()
        .put("version", status.policy().version())
        .put("changes", new JsonArray(status.policy().changes()))
        .put("refusals", status.policy().refusals())
        .put("refused", status.policy().refused().orElse(null))
        .put("guardFailures", status.dispatch().guardFailures())
        .put("unmatched", status.dispatch().unmatched());
  }

  private static JsonObject decisionLog(EdgeStatus.DecisionLog log) {
    return new JsonObject().put("written", log.written()).put("lost", log.lost());
  }

  private static JsonObject journal(EdgeStatus.Journal journal) {
    return new JsonObject()
        .put("records", journal.records())
        .put("bytes", journal.bytes())
        .put("writeAmplification", journal.writeAmplification())
        .put("batches", journal.batches())
        .put("bytesOnDisk", journal.bytesOnDisk())
        .put("segments", journal.segments())
        .put("failures", journal.failures())
        .put("refusing", journal.refusing().orElse(null))
        .put("restoredSessions", journal.restoredSessions())
        .put("restoredMessages", journal.restoredMessages())
        .put("losses", new JsonArray(journal.losses()));
  }

  private static JsonObject cache(AnswerCache.Stats cache) {
    return new JsonObject()
        .put("hits", cache.hits())
        .put("misses", cache.misses())
        .put("entries", cache.entries())
        .put("bytes", cache.bytes());
  }

  private static JsonArray lanes(EdgeStatus status) {
    JsonArray lanes = new JsonArray();
    for (EdgeStatus.Lane lane : status.lanes()) {
      lanes.add(
          new JsonObject()
              .put("name", lane.name())
              .put("waiting", lane.waiting())
              .put("bytes", lane.bytes())
              .put("oldestSeconds", lane.oldest().map(age -> age.toMillis() / 1e3).orElse(0.0))
              .put("committed", lane.committed())
              .put("displaced", lane.displaced())
              .put("expired", lane.expired())
              .put("lost", lane.lost())
              .put("full", lane.full()));
    }
    return lanes;
  }

  private static JsonObject forward(ForwardPlane.Stats forward) {
    JsonArray rules = new JsonArray();
    for (RuleStats rule : forward.rules().rules()) {
      JsonObject leftOut = new JsonObject();
      for (LeftOut reason : LeftOut.values()) {
        leftOut.put(reason.word(), rule.leftOut().get(reason));
      }
      rules.add(
          new JsonObject()
              .put("rule", rule.rule())
              .put("forwarded", rule.forwarded())
              .put("redacted", rule.redacted())
              .put("leftOut", leftOut));
    }
    return new JsonObject()
        .put("rules", rules)
        .put("refused", forward.refused())
        .put("perhapsTwice", forward.sender().perhapsTwice())
        .put("sentBytes", forward.sender().bytesSent())
        .put("onWireBytes", forward.sender().bytesOnTheWay())
        .put("windowBytes", forward.sender().windowBytes());
  }

  private static JsonObject down(DownPlane.Stats down) {
    JsonArray rules = new JsonArray();
    for (DownRules.Stats rule : down.rules()) {
      rules.add(
          new JsonObject()
              .put("rule", rule.rule())
              .put("published", rule.published())
              .put("unmappable", rule.unmappable()));
    }
    return new JsonObject()
        .put("rules", rules)
        .put("answered", down.answered())
        .put("refusedFilters", down.refused())
        .put("unknown", down.unknown())
        .put("unreadable", down.unreadable())
        .put("duplicates", down.receiver().duplicates())
        .put("skipped", down.receiver().skipped());
  }

  private static JsonObject backlog(PlacementEngine.Snapshot placement) {
    return new JsonObject()
        .put("localQueue", placement.localQueue())
        .put("localRunning", placement.localRunning())
        .put("outbox", placement.outbox())
        .put("deferred", placement.deferred())
        .put("onWire", placement.onWire())
        .put("onWireBytes", placement.onWireBytes());
  }

  private static JsonObject machine(Condition.Snapshot condition) {
    JsonObject json = new JsonObject();
    condition.celsius().ifPresent(celsius -> json.put("celsius", celsius));
    return json.put("heat", condition.heat().word())
        .put("speed", condition.speed())
        .put("stolen", condition.stolen())
        .put("waiting", condition.waiting())
        .put("slowdown", condition.slowdown());
  }

  /** Every placement, also those that have made no answer. */
  private static JsonObject answers(DispatchStats dispatch) {
    JsonObject json = new JsonObject();
    for (Outcome.Placement placement : Outcome.Placement.values()) {
      json.put(placement.word(), dispatch.answersByPlacement().getOrDefault(placement, 0L));
    }
    return json;
  }

  private static JsonObject words(Map<?, Long> counts) {
    Map<String, Long> sorted = new TreeMap<>();
    counts.forEach((key, count) -> sorted.put(word(key), count));
    JsonObject json = new JsonObject();
    sorted.forEach(json::put);
    return json;
  }

  private static String word(Object key) {
    if (key instanceof DispatchStats.Decided decided) {
      return decided.action() + " " + decided.reason();
    }
    return key instanceof Outcome.Status status ? status.word() : key.toString();
  }

  private static JsonObject broker(BrokerStats broker) {
    return new JsonObject()
        .put("connections", broker.connections())
        .put("sessions", broker.sessions())
        .put("subscriptions", broker.subscriptions())
        .put("received", broker.published())
        .put("delivered", broker.delivered())
        .put("queued", broker.queuedMessages())
        .put("retained", broker.retainedMessages())
        .put("heldPublishers", broker.holds().publishers())
        .put("holdsTimedOut", broker.holds().timedOut())
        .put("droppedQueueFull", broker.droppedQueueFull())
        .put("droppedExpired", broker.droppedExpired())
        .put("droppedPacketTooLarge", broker.droppedPacketTooLarge())
        .put("refusedConnects", broker.refusedConnects())
        .put("protocolErrors", broker.protocolErrors())
        .put("faults", broker.faults());
  }

  private static JsonArray models(EdgeStatus status) {
    JsonArray models = new JsonArray();
    for (EdgeStatus.LoadedModel model : status.models()) {
      models.add(
          new JsonObject()
              .put("name", model.name())
              .put("version", model.version())
              .put("sha256", model.sha256())
              .put("inferMsP50", finite(model.inferMsP50())));
    }
    return models;
  }

  private static JsonObject runtime(EdgeStatus.ModelRuntime runtime) {
    return new JsonObject()
        .put("name", runtime.name())
        .put("why", runtime.why().orElse(null))
        .put("unloadable", new JsonArray(runtime.unloadable()));
  }

  /** JSON has no infinity; what is not known yet is 0. */
  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
