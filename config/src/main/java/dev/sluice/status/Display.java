package dev.sluice.status;

import java.io.PrintWriter;
import java.util.List;

/**
 * Where views go, one after the other. On a terminal each takes the place of the one before, on a
 * screen of its own that is gone afterwards; elsewhere they follow each other.
 */
final class Display implements AutoCloseable {
  private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
  private static final String OWN_SCREEN = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";

  /** What every terminal has; longer lines would wrap, and push the first ones away. */
  private static final int COLUMNS = 80;

  private final PrintWriter out;
  private final boolean terminal;
  private boolean begun;

  /**
   * @param terminal whether {@code out} is one
   */
  Display(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    if (terminal) {
      out.print(OTHER_SCREEN);
      out.flush();
    }
  }

  /** False when nobody reads any more. */
  boolean show(List<String> lines) {
    if (terminal) {
      onTerminal(lines);
    } else {
      if (begun) {
        out.println();
      }
      lines.forEach(out::println);
    }
    begun = true;
    return !out.checkError();
  }

  private void onTerminal(List<String> lines) {
    out.print(HOME);
    int count = Math.min(lines.size(), Screen.LINES_MAX - 1);
    for (String line : lines.subList(0, count)) {
      out.print(line.length() > COLUMNS ? line.substring(0, COLUMNS) : line);
      out.print(REST_OF_LINE + "\r\n");
    }
    out.print(REST_OF_SCREEN);
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() {
    if (terminal) {
      out.print(OWN_SCREEN);
    }
    out.flush();
  }
}
