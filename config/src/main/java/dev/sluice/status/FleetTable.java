package dev.sluice.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Edge nodes as lines of text. What stands in it was written on other machines, so that nothing
 * reaches the terminal that could steer it.
 */
final class FleetTable {
  private static final String ROW = "%-16s %-6s %-11s %-9s %8s %6s %6s %6s";
  private static final int NAME_CHARS = 16;

  private final JsonNode nodes;

  FleetTable(JsonNode nodes) {
    this.nodes = nodes;
  }

  Standing standing() {
    boolean well =
        stream(nodes)
            .allMatch(node -> is(node, "presence", "online") && is(node, "health", "ready"));
    return well ? Standing.HEALTHY : Standing.DEGRADED;
  }

  List<String> lines() {
    if (nodes.isEmpty()) {
      return List.of("no edge node has reported to this bridge since its start");
    }
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("node", "is", "silent", "health", "waiting", "edge", "cloud", "other"));
    for (JsonNode node : nodes) {
      lines.add(row(node));
      lines.add("  version %s: %s%s".formatted(text(node, "version"), models(node), uplink(node)));
    }
    return lines;
  }

  private static String row(JsonNode node) {
    double edge = node.at("/answers/edge").asDouble(0);
    double cloud = node.at("/answers/cloud").asDouble(0);
    double all = sum(node.path("answers"));
    return ROW.formatted(
        cut(text(node, "node")),
        text(node, "presence"),
        Words.duration(node.path("silentSeconds").asDouble(0)),
        text(node, "health"),
        String.format(Locale.ROOT, "%,.0f", sum(node.path("backlog"))),
        share(edge, all),
        share(cloud, all),
        share(all - edge - cloud, all));
  }

  private static String models(JsonNode node) {
    String models =
        stream(node.path("models"))
            .map(model -> text(model, "name") + " " + text(model, "version"))
            .collect(Collectors.joining(", "));
    return models.isEmpty() ? "no models" : models;
  }

  /** Which of them, where a node has several. */
  private static String uplink(JsonNode node) {
    return node.path("uplink").isString() ? ", uplink " + text(node, "uplink") : "";
  }

  private static boolean is(JsonNode node, String field, String word) {
    return node.path(field).asString("").equals(word);
  }

  private static double sum(JsonNode counts) {
    return stream(counts).mapToDouble(count -> count.asDouble(0)).sum();
  }

  private static String share(double part, double all) {
    return all == 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * part / all);
  }

  private static String cut(String name) {
    return name.length() <= NAME_CHARS ? name : name.substring(0, NAME_CHARS - 1) + "~";
  }

  private static String text(JsonNode node, String field) {
    return Words.printable(node.path(field).asString("-"));
  }

  private static Stream<JsonNode> stream(JsonNode all) {
    return StreamSupport.stream(all.spliterator(), false);
  }
}
