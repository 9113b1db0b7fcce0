package dev.sluice.sim.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** How fast one direction of a link carries bytes over time; repeats when its samples end. */
public final class Bandwidth {
  private static final double BITS_PER_BYTE = 8;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SAMPLES_MAX = 1_000_000;

  /** One rate from a moment on. */
  record Sample(double seconds, double mbps) {}

  private final long[] endNanos;
  private final double[] bytesPerNano;

  private Bandwidth(long[] endNanos, double[] bytesPerNano) {
    this.endNanos = endNanos;
    this.bytesPerNano = bytesPerNano;
  }

  /** Carries any number of bytes at once. */
  public static Bandwidth unlimited() {
    return new Bandwidth(new long[] {Long.MAX_VALUE}, new double[] {Double.POSITIVE_INFINITY});
  }

  /** The same rate at all times. */
  public static Bandwidth mbps(double mbps) {
    if (!(mbps > 0) || Double.isInfinite(mbps)) {
      throw new IllegalArgumentException("bandwidth must be above 0 Mbit/s, found " + mbps);
    }
    return new Bandwidth(new long[] {Long.MAX_VALUE}, new double[] {bytesPerNano(mbps)});
  }

  /**
   * A recorded rate: {@code seconds mbps} per line, seconds rising; lines starting with # are
   * comments. Zero rates are dead air; the last sample lasts as long as the one before it.
   *
   * @throws IOException naming file and line
   */
  public static Bandwidth trace(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    try {
      List<Sample> samples =
          IntStream.range(0, lines.size())
              .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
              .mapToObj(i -> sample(lines.get(i), i + 1))
              .toList();
      return of(samples);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ":" + e.getMessage(), e);
    }
  }

  private static Sample sample(String line, int number) {
    String[] fields = line.trim().split("\\s+", -1);
    try {
      if (fields.length == 2) {
        return new Sample(Double.parseDouble(fields[0]), Double.parseDouble(fields[1]));
      }
    } catch (NumberFormatException e) {
      // Falls through to the same one line.
    }
    throw new IllegalArgumentException(
        number + ": expected 'seconds mbps', found '" + line.trim() + "'");
  }

  static Bandwidth of(List<Sample> samples) {
    int count = samples.size();
    if (count < 2 || count > SAMPLES_MAX) {
      throw new IllegalArgumentException(
          " a trace has 2 to " + SAMPLES_MAX + " samples, found " + count);
    }
    long[] ends = new long[count];
    double[] rates = new double[count];
    double start = samples.get(0).seconds();
    for (int i = 0; i < count; i++) {
      ends[i] = (long) ((endSeconds(samples, i) - start) * NANOS_PER_SECOND);
      rates[i] = bytesPerNano(samples.get(i).mbps());
      requireUsable(ends[i] > (i == 0 ? 0 : ends[i - 1]), "seconds must rise", i);
      requireUsable(rates[i] >= 0 && Double.isFinite(rates[i]), "mbps must be 0 or more", i);
    }
    requireUsable(IntStream.range(0, count).anyMatch(i -> rates[i] > 0), "all rates are 0", 0);
    return new Bandwidth(ends, rates);
  }

  private static double endSeconds(List<Sample> samples, int i) {
    int last = samples.size() - 1;
    if (i < last) {
      return samples.get(i + 1).seconds();
    }
    return 2 * samples.get(last).seconds() - samples.get(last - 1).seconds();
  }

  private static void requireUsable(boolean usable, String what, int index) {
    if (!usable) {
      throw new IllegalArgumentException(" sample " + (index + 1) + ": " + what);
    }
  }

  private static double bytesPerNano(double mbps) {
    return mbps * 1e6 / BITS_PER_BYTE / NANOS_PER_SECOND;
  }

  /**
   * When the last of {@code bytes} has left, where the first leaves at {@code startNanos} since the
   * link began: the rate integrated over the samples.
   */
  long finishNanos(long startNanos, long bytes) {
    long period = endNanos[endNanos.length - 1];
    long base = startNanos / period * period;
    double at = startNanos - base;
    int i = indexAt((long) at);
    double left = bytes;
    while (true) {
      double room = (endNanos[i] - at) * bytesPerNano[i];
      if (left <= room) {
        double spent = left == 0 ? 0 : left / bytesPerNano[i];
        return base + (long) Math.ceil(at + spent);
      }
      left -= room;
      at = endNanos[i];
      if (++i == endNanos.length) {
        i = 0;
        at = 0;
        base += period;
      }
    }
  }

  private int indexAt(long nanos) {
    int low = 0;
    int high = endNanos.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (nanos < endNanos[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
