package dev.sluice.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A replay as text, JSON and a page. */
final class ReplayReport {
  private ReplayReport() {}

  static String text(Replayed replayed) {
    StringBuilder out = new StringBuilder();
    out.append(headline(replayed)).append("\n\n");
    out.append(
        String.format(
            "%-20s %9s %8s %8s %9s %9s %9s%n",
            "route", "decisions", "differ", "%", "in time %", "then %", "now %"));
    replayed.routes().forEach((name, tally) -> out.append(row(name, tally)));
    out.append(
        "\nin time: as recorded; then, now: as predicted for the recorded decisions and for");
    out.append(" those of this policy\n");
    moves(replayed).forEach((move, count) -> out.append(String.format("%9d %s%n", count, move)));
    replayed
        .unknown()
        .forEach(
            (route, count) ->
                out.append("the policy has no route ")
                    .append(route)
                    .append(": its ")
                    .append(count)
                    .append(" decisions are judged by the file's placement\n"));
    replayed
        .unjudged()
        .forEach(
            (route, count) ->
                out.append(count)
                    .append(" decisions of route ")
                    .append(route)
                    .append(
                        " are left out: nothing of the cloud was recorded while it was closed\n"));
    return out.toString();
  }

  private static String row(String name, Replayed.Tally tally) {
    return String.format(
        Locale.ROOT,
        "%-20s %9d %8d %8.2f %9.2f %9.2f %9.2f%n",
        name,
        tally.decisions(),
        tally.differ(),
        percent(tally.differ(), tally),
        percent(tally.hits(), tally),
        percent(tally.predictedThen(), tally),
        percent(tally.predictedNow(), tally));
  }

  private static String headline(Replayed replayed) {
    return String.format(
        Locale.ROOT,
        "%,d decisions, of which %,d (%.2f %%) would differ under %s",
        replayed.decisions(),
        replayed.differ(),
        100.0 * replayed.differ() / replayed.decisions(),
        replayed.policy());
  }

  private static double percent(double part, Replayed.Tally tally) {
    return 100 * part / tally.decisions();
  }

  private static Map<String, Integer> moves(Replayed replayed) {
    Map<String, Integer> moves = new TreeMap<>();
    replayed
        .routes()
        .values()
        .forEach(tally -> tally.moves().forEach((move, n) -> moves.merge(move, n, Integer::sum)));
    return moves;
  }

  static String json(Replayed replayed) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("policy", replayed.policy());
    root.put("decisions", replayed.decisions());
    root.put("differ", replayed.differ());
    ObjectNode leftOut = root.putObject("leftOut");
    replayed.unjudged().forEach(leftOut::put);
    ArrayNode routes = root.putArray("routes");
    replayed
        .routes()
        .forEach(
            (name, tally) -> {
              ObjectNode node = routes.addObject();
              node.put("route", name);
              node.put("decisions", tally.decisions());
              node.put("differ", tally.differ());
              node.put("inTime", tally.hits());
              node.put("predictedThen", tally.predictedThen());
              node.put("predictedNow", tally.predictedNow());
              ObjectNode moves = node.putObject("moves");
              new TreeMap<>(tally.moves()).forEach(moves::put);
            });
    return root.toPrettyString() + "\n";
  }

  static String html(Replayed replayed) {
    StringBuilder body = new StringBuilder();
    body.append("<p>").append(HtmlReport.escape(headline(replayed))).append(".</p>\n<table>");
    body.append(HtmlPage.row("route", "decisions", "differ", "in time %", "then %", "now %"));
    List<BarChart.Bar> bars = new ArrayList<>();
    replayed
        .routes()
        .forEach(
            (name, tally) -> {
              double then = percent(tally.predictedThen(), tally);
              double now = percent(tally.predictedNow(), tally);
              body.append(
                  HtmlPage.row(
                      name,
                      Integer.toString(tally.decisions()),
                      Integer.toString(tally.differ()),
                      two(percent(tally.hits(), tally)),
                      two(then),
                      two(now)));
              bars.add(new BarChart.Bar(name, now, then));
            });
    body.append("</table>\n<h2>Predicted in time, and as decided then as a mark</h2>\n");
    body.append(BarChart.svg(bars)).append("\n<h2>What differs</h2>\n<table>");
    moves(replayed)
        .forEach((move, count) -> body.append(HtmlPage.row(move, Integer.toString(count))));
    return HtmlPage.of("Replayed decisions", body.append("</table>\n").toString());
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
