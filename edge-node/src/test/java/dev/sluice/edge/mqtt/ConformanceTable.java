package dev.sluice.edge.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code docs/conformance.md}: the numbered statements of the specification with the tests that
 * hold them, found by their tags ({@code MQTT-3.1.0-1} of MQTT 5, {@code MQTT311-3.1.0-1} of 3.1.1)
 * and in {@code packets.table}.
 */
final class ConformanceTable {
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"MQTT(311)?-([0-9.]+-[0-9]+)\"\\)");
  private static final Pattern METHOD = Pattern.compile("^  (?:public )?void (\\w+)\\(");
  private static final String HEAD =
      """
      # Conformance

      The numbered normative statements of MQTT 5.0 and 3.1.1, each in a few words of our own, and what holds them here: a
      test, as class and method, or a row of [packets.table](../edge-node/src/test/resources/packets.table), which goes
      through the decoder and to a live listener. A server has to do or to insist on what is marked S; what is marked C
      only clients can keep. Made from the tests' tags by `ConformanceTableTest`, which fails when this page is not current.

      """;

  private final Map<String, TreeSet<String>> tests = new LinkedHashMap<>();
  private final List<Clause> clauses = new ArrayList<>();

  /**
   * @param id such as {@code 5:3.1.0-1}
   */
  private record Clause(String id, boolean ofServers, String what, String remark) {}

  /**
   * @param project the folder of the whole project
   */
  static ConformanceTable of(Path project) throws IOException {
    ConformanceTable table = new ConformanceTable();
    Path resources = project.resolve("edge-node/src/test/resources");
    for (String line : rows(resources.resolve("clauses.table"))) {
      String[] cells = line.split("\\|", -1);
      String remark = cells.length > 3 ? cells[3].trim() : "";
      table.clauses.add(
          new Clause(cells[0].trim(), cells[1].trim().equals("S"), cells[2].trim(), remark));
      table.tests.put(cells[0].trim(), new TreeSet<>());
    }
    for (String line : rows(resources.resolve("packets.table"))) {
      String[] cells = line.split("\\|", -1);
      for (String id : cells[2].trim().split(" ", -1)) {
        if (!id.equals("-")) {
          table.add(
              id.startsWith("311:") ? "3:" + id.substring(4) : "5:" + id,
              "`" + cells[0].trim() + "`");
        }
      }
    }
    for (String module : List.of("broker-core", "edge-node")) {
      try (Stream<Path> files = Files.walk(project.resolve(module + "/src/test/java"))) {
        for (Path file :
            files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
          table.scan(file);
        }
      }
    }
    return table;
  }

  private static List<String> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private void scan(Path file) throws IOException {
    String test = file.getFileName().toString().replace(".java", "");
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Matcher tag = TAG.matcher(line);
      if (tag.find()) {
        ids.add((tag.group(1) == null ? "5:" : "3:") + tag.group(2));
      }
      Matcher method = METHOD.matcher(line);
      if (method.find()) {
        ids.forEach(id -> add(id, test + "." + method.group(1)));
        ids.clear();
      }
    }
  }

  private void add(String id, String test) {
    TreeSet<String> known = tests.get(id);
    if (known == null) {
      throw new IllegalArgumentException(test + " names " + id + ", which is no statement");
    }
    known.add(test);
  }

  /** What a server has to do, nothing holds, and no remark explains. */
  List<String> gaps() {
    return clauses.stream()
        .filter(clause -> clause.ofServers() && clause.remark().isEmpty())
        .map(Clause::id)
        .filter(id -> tests.get(id).isEmpty())
        .toList();
  }

  String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    summary(page, "MQTT 5.0", "5:");
    summary(page, "MQTT 3.1.1", "3:");
    section(page, "MQTT 5.0", "5:");
    section(page, "MQTT 3.1.1", "3:");
    return page.toString();
  }

  private void summary(StringBuilder page, String title, String prefix) {
    List<Clause> own = clauses.stream().filter(one -> one.id().startsWith(prefix)).toList();
    long held = own.stream().filter(one -> !tests.get(one.id()).isEmpty()).count();
    List<String> open = gaps().stream().filter(id -> id.startsWith(prefix)).toList();
    page.append(
        "**%s**: %d statements, %d of them held by a test. ".formatted(title, own.size(), held));
    page.append(
        open.isEmpty()
            ? "No gaps.\n\n"
            : "Gaps, %d: %s.\n\n"
                .formatted(open.size(), String.join(", ", open).replace(prefix, "")));
  }

  private void section(StringBuilder page, String title, String prefix) {
    page.append("## ").append(title).append("\n\n| | | statement | held by |\n|---|---|---|---|\n");
    for (Clause clause : clauses) {
      if (clause.id().startsWith(prefix)) {
        page.append(
            "| %s | %s | %s | %s |\n"
                .formatted(
                    clause.id().substring(prefix.length()),
                    clause.ofServers() ? "S" : "C",
                    clause.what().replace("|", "\\|"),
                    heldBy(clause)));
      }
    }
    page.append('\n');
  }

  private String heldBy(Clause clause) {
    TreeSet<String> found = tests.get(clause.id());
    if (!found.isEmpty()) {
      return String.join(", ", found);
    }
    if (!clause.remark().isEmpty()) {
      return "- (" + clause.remark() + ")";
    }
    return clause.ofServers() ? "**gap**" : "-";
  }
}
