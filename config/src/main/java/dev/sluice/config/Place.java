package dev.sluice.config;

import java.nio.file.Path;
import java.util.Comparator;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Where a key or value was written: a line and column of the file, or an override. */
record Place(String text, int line, int column) implements Comparable<Place> {
  private static final Comparator<Place> IN_READING_ORDER =
      Comparator.comparingInt(Place::line)
          .thenComparingInt(Place::column)
          .thenComparing(Place::text);

  /** The file as a whole, when there is no line to name. */
  static Place of(Path file) {
    return new Place(file.toString(), 0, 0);
  }

  static Place of(Path file, Mark mark) {
    int line = mark.getLine() + 1;
    int column = mark.getColumn() + 1;
    return new Place(file + ":" + line + ":" + column, line, column);
  }

  /** Overrides come after every line of the file. */
  static Place ofOverride(String text) {
    return new Place("--set " + text, Integer.MAX_VALUE, 0);
  }

  /** Without the folder and the column: {@code edge.yaml:17}. */
  String inShort() {
    return line == 0 || line == Integer.MAX_VALUE
        ? text
        : text.replaceFirst(":\\d+$", "").replaceFirst(".*/", "");
  }

  @Override
  public int compareTo(Place other) {
    return IN_READING_ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text;
  }
}
