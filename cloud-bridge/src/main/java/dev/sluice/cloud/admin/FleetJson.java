package dev.sluice.cloud.admin;

import dev.sluice.cloud.core.Fleet;
import dev.sluice.uplink.NodeReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The JSON that {@code /api/fleet} answers with. */
final class FleetJson {
  private FleetJson() {}

  static JsonObject fleet(List<Fleet.Member> members) {
    return new JsonObject()
        .put("nodes", new JsonArray(members.stream().map(FleetJson::node).toList()));
  }

  private static JsonObject node(Fleet.Member member) {
    NodeReport report = member.report();
    return new JsonObject()
        .put("node", member.edgeId())
        .put("presence", BackendStats.word(member.presence()))
        .put("silentSeconds", member.silenceNanos() / 1e9)
        .put("version", report.version())
        .put("health", report.health())
        .put("policy", report.policy())
        .put("uptimeSeconds", report.uptimeSeconds())
        .put("models", new JsonArray(report.models().stream().map(FleetJson::model).toList()))
        .put("backlog", counts(report.backlog()))
        .put("answers", counts(report.answers()))
        .put("uplink", report.uplink().isEmpty() ? null : report.uplink());
  }

  private static JsonObject model(NodeReport.Model model) {
    return new JsonObject().put("name", model.name()).put("version", model.version());
  }

  private static JsonObject counts(Map<String, Long> counts) {
    JsonObject json = new JsonObject();
    counts.forEach(json::put);
    return json;
  }
}
