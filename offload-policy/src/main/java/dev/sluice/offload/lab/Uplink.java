package dev.sluice.offload.lab;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** How many bytes the uplink carries when. */
public sealed interface Uplink {
  /**
   * Bytes in each millisecond.
   *
   * @param steps number of milliseconds
   */
  double[] bytesPerMs(SplittableRandom random, int steps);

  private static double bytesPerMs(double mbps) {
    return mbps * 125;
  }

  /** Always the same. */
  record Constant(double mbps) implements Uplink {
    @Override
    public double[] bytesPerMs(SplittableRandom random, int steps) {
      double[] bytes = new double[steps];
      Arrays.fill(bytes, Uplink.bytesPerMs(mbps));
      return bytes;
    }
  }

  /** From this moment on the uplink carries {@code mbps}. */
  record Point(Duration from, double mbps) {}

  /** Steps from a list, over and over; before its first point the first one's. */
  record Shape(List<Point> points, Duration repeat) implements Uplink {
    public Shape {
      points = List.copyOf(points);
      if (points.isEmpty() || repeat.toMillis() < 1) {
        throw new IllegalArgumentException("an uplink shape needs a point and a length above 0");
      }
    }

    @Override
    public double[] bytesPerMs(SplittableRandom random, int steps) {
      int period = Math.toIntExact(repeat.toMillis());
      double[] once = new double[period];
      Arrays.fill(once, Uplink.bytesPerMs(points.get(0).mbps()));
      for (Point point : points) {
        int from = (int) Math.min(period, point.from().toMillis());
        Arrays.fill(once, from, period, Uplink.bytesPerMs(point.mbps()));
      }
      double[] bytes = new double[steps];
      Arrays.setAll(bytes, ms -> once[ms % period]);
      return bytes;
    }
  }

  /**
   * Mahimahi's trace: each entry is a millisecond in which 1500 bytes can leave, the last one the
   * length after which it repeats (Netravali et al., 2015).
   */
  record Opportunities(List<Integer> atMs) implements Uplink {
    private static final double BYTES = 1500;

    public Opportunities {
      atMs = List.copyOf(atMs);
      if (atMs.isEmpty() || atMs.get(atMs.size() - 1) < 1) {
        throw new IllegalArgumentException("a Mahimahi trace needs a last stamp of 1 ms or more");
      }
    }

    @Override
    public double[] bytesPerMs(SplittableRandom random, int steps) {
      int period = atMs.get(atMs.size() - 1);
      double[] once = new double[period];
      for (int at : atMs) {
        once[Math.max(0, at - 1)] += BYTES;
      }
      double[] bytes = new double[steps];
      Arrays.setAll(bytes, ms -> once[ms % period]);
      return bytes;
    }
  }

  /**
   * A mobile link made by chance: its logarithm is a random walk drawn back to its middle, a new
   * value every {@code step}.
   *
   * @param mbps the middle
   * @param sigma how far the logarithm strays
   */
  record Wandering(double mbps, double sigma, Duration step) implements Uplink {
    private static final double MEMORY = 0.9;

    @Override
    public double[] bytesPerMs(SplittableRandom random, int steps) {
      double[] bytes = new double[steps];
      int period = (int) Math.max(1, step.toMillis());
      double log = 0;
      for (int from = 0; from < steps; from += period) {
        double shock = Math.sqrt(3) * (2 * random.nextDouble() - 1);
        log = MEMORY * log + Math.sqrt(1 - MEMORY * MEMORY) * sigma * shock;
        double value = Uplink.bytesPerMs(mbps * Math.exp(log));
        Arrays.fill(bytes, from, Math.min(steps, from + period), value);
      }
      return bytes;
    }
  }
}
