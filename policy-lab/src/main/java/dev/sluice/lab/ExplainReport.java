package dev.sluice.lab;

import dev.sluice.offload.Action;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementRequest;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explanations as text, JSON and a page. */
final class ExplainReport {
  private static final double NANOS_PER_MS = 1e6;

  private ExplainReport() {}

  static String text(List<Explanation> explanations, MessageOptions message) {
    StringBuilder out = new StringBuilder("message    " + message + "\n");
    for (Explanation each : explanations) {
      out.append("\nroute      ").append(each.route().name());
      out.append(", ").append(terms(each)).append(", judged by ").append(each.policy());
      out.append("\nguards     ").append(each.guarded()).append('\n');
      if (each.verdict().matches()) {
        out.append("machine    ").append(each.machine()).append('\n');
        out.append("decision   ").append(decision(each)).append('\n');
        out.append("edge       ").append(side(each, Action.LOCAL)).append('\n');
        out.append("cloud      ").append(side(each, Action.CLOUD)).append('\n');
        out.append("margin     ").append(ms(each.decision().marginNanos())).append('\n');
        each.flips().forEach(flip -> out.append("would turn ").append(flip).append('\n'));
      }
    }
    return out.toString();
  }

  private static String terms(Explanation each) {
    PlacementRequest request = each.request();
    String deadline = request.hasDeadline() ? ms(request.deadlineNanos()) : "none";
    return "deadline %s, priority %d".formatted(deadline, request.priority());
  }

  private static String decision(Explanation each) {
    return word(each.decision().action()) + ", because " + each.reason();
  }

  private static String word(Action action) {
    return switch (action) {
      case LOCAL -> "here";
      case CLOUD -> "to the cloud";
      case DEFER -> "kept until the cloud answers";
      case SHED -> "nowhere: the fallback answers, or an error does";
    };
  }

  private static String side(Explanation each, Action side) {
    Decision decision = each.decision();
    boolean here = side == Action.LOCAL;
    long nanos = here ? decision.predictedLocalNanos() : decision.predictedCloudNanos();
    if (nanos == Decision.UNKNOWN) {
      return "closed";
    }
    double hit = here ? decision.localHitProbability() : decision.cloudHitProbability();
    return String.format(Locale.ROOT, "predicted %s, in time with %.1f %%", ms(nanos), 100 * hit);
  }

  private static String ms(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MS);
  }

  static String json(List<Explanation> explanations) {
    ArrayNode array = JsonMapper.shared().createArrayNode();
    for (Explanation each : explanations) {
      Decision decision = each.decision();
      ObjectNode node = array.addObject();
      node.put("route", each.route().name());
      node.put("policy", each.policy());
      node.put("matches", each.verdict().matches());
      node.put("guards", each.guarded());
      node.put("slowdown", each.condition().slowdown());
      node.put("heat", each.condition().heat().word());
      node.put("action", decision.action().name());
      node.put("reason", each.reason());
      put(node, "predictedEdgeMs", decision.predictedLocalNanos());
      put(node, "predictedCloudMs", decision.predictedCloudNanos());
      node.put("edgeHitProbability", decision.localHitProbability());
      node.put("cloudHitProbability", decision.cloudHitProbability());
      put(node, "marginMs", decision.marginNanos());
      ArrayNode flips = node.putArray("wouldTurn");
      each.flips().forEach(flips::add);
    }
    return array.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, String key, long nanos) {
    if (nanos != Decision.UNKNOWN) {
      node.put(key, nanos / NANOS_PER_MS);
    }
  }

  static String html(List<Explanation> explanations, MessageOptions message) {
    StringBuilder body = new StringBuilder();
    body.append("<p>").append(HtmlReport.escape(message.toString())).append("</p>\n");
    for (Explanation each : explanations) {
      body.append("<h2>").append(HtmlReport.escape(each.route().name())).append("</h2>\n<table>");
      body.append(HtmlPage.row("terms", terms(each)));
      body.append(HtmlPage.row("guards", each.guarded()));
      body.append(HtmlPage.row("machine", each.machine()));
      body.append(HtmlPage.row("decision", decision(each)));
      body.append(HtmlPage.row("edge", side(each, Action.LOCAL)));
      body.append(HtmlPage.row("cloud", side(each, Action.CLOUD)));
      each.flips().forEach(flip -> body.append(HtmlPage.row("would turn", flip)));
      body.append("</table>\n<p>Predicted time, in % of the deadline (the mark).</p>\n");
      body.append(BarChart.svg(List.of(bar(each, "edge"), bar(each, "cloud")))).append('\n');
    }
    return HtmlPage.of("Where this message would go", body.toString());
  }

  /** Beyond the deadline a bar is full. */
  private static BarChart.Bar bar(Explanation each, String side) {
    Decision decision = each.decision();
    long nanos =
        side.equals("edge") ? decision.predictedLocalNanos() : decision.predictedCloudNanos();
    double deadline = each.request().hasDeadline() ? each.request().deadlineNanos() : 1e9;
    return new BarChart.Bar(side, Math.min(100, 100 * (nanos / deadline)), 100);
  }
}
