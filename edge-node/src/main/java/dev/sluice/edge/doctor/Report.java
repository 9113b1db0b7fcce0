package dev.sluice.edge.doctor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** All findings, as text for people and as JSON for programs. */
public record Report(List<Finding> findings) {
  public Report {
    findings = List.copyOf(findings);
  }

  public long count(Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  /** Lines without line ends; the last one sums up. */
  public List<String> lines() {
    return Stream.concat(
            findings.stream().flatMap(finding -> lines(finding).stream()), Stream.of(sum()))
        .toList();
  }

  private static List<String> lines(Finding finding) {
    String first =
        "%-13s%-9s%s: %s"
            .formatted(finding.subject(), finding.level().word(), finding.where(), finding.what());
    return finding.fix().isEmpty()
        ? List.of(first)
        : List.of(first, "%-13s%-9s%s".formatted("", "fix", finding.fix()));
  }

  private String sum() {
    return "%d faults, %d warnings, %d fine"
        .formatted(count(Level.FAULT), count(Level.WARNING), count(Level.OK));
  }

  public String json() {
    JsonArray all = new JsonArray();
    for (Finding finding : findings) {
      all.add(
          new JsonObject()
              .put("level", finding.level().word())
              .put("subject", finding.subject())
              .put("where", finding.where())
              .put("what", finding.what())
              .put("fix", finding.fix()));
    }
    return new JsonObject()
        .put("faults", count(Level.FAULT))
        .put("warnings", count(Level.WARNING))
        .put("findings", all)
        .encodePrettily();
  }
}
