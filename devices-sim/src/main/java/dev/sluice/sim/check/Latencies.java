package dev.sluice.sim.check;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** A distribution of latencies, to three digits, up to a day. */
final class Latencies {
  private static final long MICROS_MAX = 24L * 3600 * 1_000_000;

  private final Histogram micros = new Histogram(MICROS_MAX, 3);

  void record(long nanos) {
    micros.recordValue(Math.min(Math.max(nanos / 1_000, 0), MICROS_MAX));
  }

  void add(Latencies other) {
    micros.add(other.micros);
  }

  boolean isEmpty() {
    return micros.getTotalCount() == 0;
  }

  /** In milliseconds; empty when nothing was recorded. */
  OptionalDouble percentileMs(double percentile) {
    return isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(micros.getValueAtPercentile(percentile) / 1_000.0);
  }
}
