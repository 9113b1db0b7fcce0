package dev.sluice.bench.load;

import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Counts what arrives and, where asked for, how long each message took. */
final class Receipts {
  private static final long LATENCY_NANOS_MAX = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final Optional<Histogram> latencies;
  private boolean recording;
  private long count;

  private Receipts(Optional<Histogram> latencies) {
    this.latencies = latencies;
  }

  static Receipts counting() {
    return new Receipts(Optional.empty());
  }

  static Receipts timing() {
    return new Receipts(Optional.of(new Histogram(LATENCY_NANOS_MAX, DIGITS)));
  }

  /**
   * @param nanos when the message should have left
   */
  void received(long nanos) {
    count++;
    if (recording) {
      long took = System.nanoTime() - nanos;
      latencies.get().recordValue(Math.max(0, Math.min(took, LATENCY_NANOS_MAX)));
    }
  }

  /** From here on times count, where they are asked for. */
  void record() {
    recording = latencies.isPresent();
  }

  void stopRecording() {
    recording = false;
  }

  long count() {
    return count;
  }

  Optional<Histogram> latencies() {
    return latencies;
  }
}
