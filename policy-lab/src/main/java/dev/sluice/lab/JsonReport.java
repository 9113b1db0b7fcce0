package dev.sluice.lab;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results for programs: {@code results[]}, a row for each scenario, policy and seed. */
final class JsonReport {
  private static final double DIGITS = 1e6;

  private JsonReport() {}

  /** Same rows, same bytes. */
  static String of(Results results) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode array = root.putArray("results");
    for (ResultRow row : results.rows()) {
      ObjectNode node = array.addObject();
      node.put("scenario", row.scenario());
      node.put("policy", row.policy());
      node.put("seed", row.seed());
      put(node, "dhr", row.dhr());
      put(node, "bound", row.bound());
      put(node, "dhrOverBound", row.dhrOverBound());
      put(node, "p50Ms", row.p50Ms());
      put(node, "p99Ms", row.p99Ms());
      put(node, "cloudShare", row.cloudShare());
      put(node, "duplicates", row.duplicates());
      put(node, "right", row.right());
    }
    ObjectWriter writer = mapper.writerWithDefaultPrettyPrinter();
    return writer.writeValueAsString(root).replace("\r\n", "\n") + "\n";
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key);
    } else {
      node.put(key, Math.round(value * DIGITS) / DIGITS);
    }
  }
}
