package dev.sluice.sim.signal;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * A recorded series: when and what, row by row, in the order of the file, which is that of time but
 * for clocks that were set back.
 */
public final class CsvSeries {
  /** A series of more rows than this is refused rather than held in memory. */
  public static final int ROWS_MAX = 5_000_000;

  private final long[] millis;
  private final float[] values;

  private CsvSeries(long[] millis, float[] values) {
    this.millis = millis;
    this.values = values;
  }

  /**
   * Reads {@code timestamp,value} lines; a first line whose value is no number is the header, empty
   * lines are skipped, further columns are ignored.
   *
   * @param name for messages, such as the file's path
   */
  public static CsvSeries parse(String name, List<String> lines) throws MalformedSeriesException {
    if (lines.size() > ROWS_MAX) {
      throw new MalformedSeriesException(
          name + ": " + lines.size() + " lines, at most " + ROWS_MAX + ": split the file");
    }
    long[] millis = new long[lines.size()];
    float[] values = new float[lines.size()];
    int rows = 0;
    for (int i = isHeader(lines) ? 1 : 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      Row row = Row.parse(name + ":" + (i + 1), lines.get(i));
      millis[rows] = row.millis;
      values[rows++] = row.value;
    }
    if (rows == 0) {
      throw new MalformedSeriesException(name + ": no rows: expected timestamp,value lines");
    }
    return new CsvSeries(Arrays.copyOf(millis, rows), Arrays.copyOf(values, rows));
  }

  public int rows() {
    return values.length;
  }

  /** The usual time between two rows in milliseconds, at least 1: the median. */
  public long intervalMillis() {
    long[] gaps =
        LongStream.range(1, millis.length)
            .map(i -> millis[(int) i] - millis[(int) i - 1])
            .sorted()
            .toArray();
    return gaps.length == 0 ? 1 : Math.max(1, gaps[gaps.length / 2]);
  }

  long millis(int row) {
    return millis[row];
  }

  /** A fresh array of {@code length} values from {@code from} on. */
  float[] values(int from, int length) {
    return Arrays.copyOfRange(values, from, from + length);
  }

  private static boolean isHeader(List<String> lines) {
    if (lines.isEmpty()) {
      return false;
    }
    String[] columns = lines.get(0).split(",", -1);
    return columns.length >= 2 && Timestamp.millis(columns[0]).isEmpty() && !isNumber(columns[1]);
  }

  private static boolean isNumber(String text) {
    try {
      Float.parseFloat(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private record Row(long millis, float value) {
    static Row parse(String place, String line) throws MalformedSeriesException {
      String[] columns = line.split(",", -1);
      if (columns.length < 2) {
        throw new MalformedSeriesException(place + ": expected timestamp,value, found one column");
      }
      OptionalLong millis = Timestamp.millis(columns[0]);
      if (millis.isEmpty()) {
        throw new MalformedSeriesException(
            place
                + ": no timestamp: '"
                + columns[0]
                + "', expected e.g. 2014-04-01 00:05:00 or epoch seconds");
      }
      return new Row(millis.getAsLong(), value(place, columns[1].strip()));
    }

    private static float value(String place, String text) throws MalformedSeriesException {
      float value = isNumber(text) ? Float.parseFloat(text) : Float.NaN;
      if (!Float.isFinite(value)) {
        throw new MalformedSeriesException(place + ": no finite number: '" + text + "'");
      }
      return value;
    }
  }
}
