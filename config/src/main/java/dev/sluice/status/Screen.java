package dev.sluice.status;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What one kind of program tells its operator, on one screen of {@value #LINES_MAX} lines. */
abstract class Screen {
  static final int LINES_MAX = 24;

  /** How many of each kind of thing: models, lanes, complaints. */
  private static final int ROWS_MAX = 4;

  /** Whose status that is, told by what it holds. */
  static Screen of(JsonNode status) throws Unreachable {
    if (status.has("health") && status.has("broker")) {
      return new EdgeScreen();
    }
    if (status.has("ready") && status.has("edges")) {
      return new CloudScreen();
    }
    throw new Unreachable("what answers there is of another program, or of another version");
  }

  /** In one word. */
  abstract String program();

  abstract Standing standing(JsonNode status);

  /** At most {@value #LINES_MAX}. */
  abstract List<String> lines(Figures figures);

  static String row(String title, String text) {
    return "%-11s %s".formatted(title, text);
  }

  /** The first few; the last line says how many are not shown. */
  static List<String> few(List<String> rows) {
    if (rows.size() <= ROWS_MAX) {
      return rows;
    }
    List<String> few = new ArrayList<>(rows.subList(0, ROWS_MAX - 1));
    few.add(row("", "and %d more".formatted(rows.size() - few.size())));
    return few;
  }
}
