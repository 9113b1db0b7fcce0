package dev.sluice.sim.signal;

import java.util.Optional;

/**
 * The replay of a recorded series: consecutive frames from some row on, again from the first row
 * when fewer rows are left than a frame needs; it never ends.
 */
public final class CsvSignal implements Signal {
  /** A frame shows an anomaly when at least one in this many of its rows lies in a window. */
  static final int ANOMALOUS_ROWS_ONE_IN = 4;

  private final CsvSeries series;
  private final Optional<LabelWindows> labels;
  private final int frameLength;
  private int row;

  /**
   * @param labels where they are known; without them the truth of every frame is unknown
   * @param frameLength values per frame, at most the rows of the series
   * @param startRow where this device joins the series
   */
  public CsvSignal(CsvSeries series, Optional<LabelWindows> labels, int frameLength, int startRow) {
    if (frameLength < 1 || frameLength > series.rows()) {
      throw new IllegalArgumentException(
          "frames of " + frameLength + " values from a series of " + series.rows() + " rows");
    }
    this.series = series;
    this.labels = labels;
    this.frameLength = frameLength;
    this.row = Math.floorMod(startRow, series.rows());
  }

  @Override
  public Optional<Frame> next() {
    if (row + frameLength > series.rows()) {
      row = 0;
    }
    Frame frame = new Frame(series.values(row, frameLength), labels.map(this::anomalous));
    row += frameLength;
    return Optional.of(frame);
  }

  private boolean anomalous(LabelWindows windows) {
    int hits = 0;
    for (int i = row; i < row + frameLength; i++) {
      hits += windows.hold(series.millis(i)) ? 1 : 0;
    }
    return hits * ANOMALOUS_ROWS_ONE_IN >= frameLength;
  }
}
