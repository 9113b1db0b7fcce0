package dev.sluice.sim.world;

import dev.sluice.sim.world.check.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures for a program: counts, and the seeds that broke a rule. */
final class FiguresJson {
  private static final JsonMapper JSON = new JsonMapper();

  private FiguresJson() {}

  /**
   * Writes the file.
   *
   * @param elapsedNanos of the whole run
   * @throws IOException when it cannot be written
   */
  static void write(Path file, Figures figures, List<Verdict> broken, long elapsedNanos)
      throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("seeds", figures.seeds());
    root.put("broken", figures.broken());
    root.put("events", figures.events());
    root.put("elapsedMs", elapsedNanos / 1_000_000);
    root.put("virtualMs", figures.virtualNanos() / 1_000_000);
    root.put("published", figures.published());
    root.put("delivered", figures.delivered());
    root.put("requests", figures.requests());
    ObjectNode answers = root.putObject("answers");
    figures.answers().forEach((place, count) -> answers.put(place.word(), count));
    ObjectNode faults = root.putObject("faults");
    figures.faults().forEach((fault, count) -> faults.put(fault.word(), count));
    ObjectNode checks = root.putObject("checks");
    for (Rule rule : Rule.values()) {
      checks.put(rule.name(), figures.checks().of(rule));
    }
    ArrayNode failures = root.putArray("failures");
    for (Verdict verdict : broken) {
      ObjectNode failure = failures.addObject();
      failure.put("seed", verdict.seed());
      verdict
          .broken()
          .ifPresent(
              rule -> {
                failure.put("rule", rule.rule().name());
                failure.put("seen", rule.getMessage());
              });
    }
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }
}
