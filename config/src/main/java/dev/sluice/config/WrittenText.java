package dev.sluice.config;

import java.nio.file.Path;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A text value as it stands in its file, however it is quoted or folded: finds where a character of
 * the value was written. Both have the same visible characters in the same order, so those are
 * counted.
 *
 * @param document the whole file
 * @param start of the value, its quote or block sign included
 */
record WrittenText(Path file, String document, Mark start, String value) {

  /** Where the value's character at {@code offset} is, or where it ends when there is none. */
  Place at(int offset) {
    int until = Math.min(offset, value.length());
    int visible = (int) value.substring(0, until).codePoints().filter(WrittenText::isInk).count();
    int at = document.offsetByCodePoints(0, start.getIndex());
    char first = at < document.length() ? document.charAt(at) : ' ';
    boolean block = first == '|' || first == '>';
    if (block) {
      at = Math.max(at, document.indexOf('\n', at) + 1);
    }
    boolean quoted = first == '\'' || first == '"';
    int from = quoted ? at + 1 : at;
    char quote = quoted ? first : ' ';
    boolean ended = visible > 0 && value.substring(until).isBlank();
    return place(ended ? walk(from, visible - 1, quote) + 1 : walk(from, visible, quote));
  }

  /** Over so many visible characters, and the space before the next one. */
  private int walk(int from, int visible, char quote) {
    int at = from;
    for (int left = visible; at < document.length(); at++) {
      char c = document.charAt(at);
      if (!isInk(c)) {
        continue;
      }
      if (left == 0) {
        return at;
      }
      boolean escapes = (quote == '"' && c == '\\') || (quote == '\'' && c == '\'');
      at += escapes ? 1 : 0;
      left--;
    }
    return at;
  }

  private static boolean isInk(int c) {
    return !Character.isWhitespace(c);
  }

  private Place place(int at) {
    String before = document.substring(0, Math.min(at, document.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    return new Place(file + ":" + line + ":" + column, line, column);
  }
}
