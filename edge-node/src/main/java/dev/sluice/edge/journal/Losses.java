package dev.sluice.edge.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * What is missing though it had been durable, in words; so many of them, then only their number.
 */
final class Losses {
  private static final int LINES_MAX = 200;

  private final List<String> lines = new ArrayList<>();
  private long more;

  Losses(List<String> found) {
    lines.addAll(found);
  }

  void add(long segment, String what) {
    if (lines.size() < LINES_MAX) {
      lines.add(SegmentName.of(segment) + " " + what);
    } else {
      more++;
    }
  }

  /** A copy, oldest first; it only grows, but for the number at its end. */
  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.add("and %d more".formatted(more));
    }
    return all;
  }
}
