package dev.sluice.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All findings, as text for people and as JSON for programs. */
public record Report(List<Finding> findings) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

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
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("faults", count(Level.FAULT));
    all.put("warnings", count(Level.WARNING));
    all.put("findings", findings.stream().map(Report::json).toList());
    return MAPPER.writeValueAsString(all);
  }

  private static Map<String, String> json(Finding finding) {
    Map<String, String> one = new LinkedHashMap<>();
    one.put("level", finding.level().word());
    one.put("subject", finding.subject());
    one.put("where", finding.where());
    one.put("what", finding.what());
    one.put("fix", finding.fix());
    return one;
  }
}
