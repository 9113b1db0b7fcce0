package dev.sluice.sim.signal;

import java.util.SplittableRandom;

/**
 * One anomaly while it lasts. Positions count samples from its start; every frame of {@code
 * frameLength} samples that it touches shows it, so that the frame's label is true.
 */
interface Fault {
  /** Changes how the machine runs. */
  default void bend(OperatingPoint point, int position) {}

  /** Changes what the sensor reports. */
  default double sensed(double value, int position) {
    return value;
  }

  /** A fault of this kind; its strength varies from subtle to plain. */
  static Fault draw(AnomalyKind kind, SplittableRandom random, int frameLength) {
    return switch (kind) {
      case IMPULSES ->
          new Impulses(
              random.nextDouble(0.9, 2.6),
              random.nextInt(9, Math.max(10, frameLength / 3)),
              random.nextDouble(0.25, 0.45));
      case FREQUENCY_SHIFT -> new FrequencyShift(1 + sign(random) * random.nextDouble(0.18, 0.45));
      case AMPLITUDE_SHIFT ->
          new AmplitudeShift(
              random.nextBoolean() ? random.nextDouble(1.6, 2.4) : random.nextDouble(0.25, 0.55));
      case AMPLITUDE_BURST ->
          new AmplitudeBurst(random.nextDouble(0.7, 2.2), Stretch.within(frameLength, random));
      case NOISE_BURST ->
          new NoiseBurst(random.nextDouble(0.3, 0.9), Stretch.within(frameLength, random));
      case DROPOUT -> new Dropout(Stretch.within(frameLength, random));
      case LEVEL_SHIFT -> new LevelShift(sign(random) * random.nextDouble(0.9, 2.4));
      case DRIFT -> new Drift(sign(random) * random.nextDouble(0.9, 2.6) / frameLength);
    };
  }

  private static int sign(SplittableRandom random) {
    return random.nextBoolean() ? 1 : -1;
  }

  /**
   * The part of every frame in which a fault shows.
   *
   * @param start first sample within the frame
   * @param length samples, at least a quarter of the frame
   */
  record Stretch(int start, int length, int frameLength) {
    static Stretch within(int frameLength, SplittableRandom random) {
      int length = random.nextInt(Math.max(1, frameLength / 4), frameLength * 3 / 4 + 1);
      return new Stretch(random.nextInt(frameLength - length + 1), length, frameLength);
    }

    boolean covers(int position) {
      int inFrame = position % frameLength;
      return inFrame >= start && inFrame < start + length;
    }

    /** 0 at the ends, 1 in the middle. */
    double swell(int position) {
      double part = (position % frameLength - start + 0.5) / length;
      return 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * part);
    }
  }

  record Impulses(double strength, int period, double ringing) implements Fault {
    private static final double DECAY_SAMPLES = 2.5;

    @Override
    public void bend(OperatingPoint point, int position) {
      int since = position % period;
      point.offset +=
          strength
              * StrictMath.exp(-since / DECAY_SAMPLES)
              * StrictMath.cos(2 * Math.PI * ringing * since);
    }
  }

  record FrequencyShift(double factor) implements Fault {
    @Override
    public void bend(OperatingPoint point, int position) {
      point.frequency *= factor;
    }
  }

  record AmplitudeShift(double factor) implements Fault {
    @Override
    public void bend(OperatingPoint point, int position) {
      point.amplitude *= factor;
    }
  }

  record AmplitudeBurst(double strength, Stretch stretch) implements Fault {
    @Override
    public void bend(OperatingPoint point, int position) {
      if (stretch.covers(position)) {
        point.amplitude *= 1 + strength * stretch.swell(position);
      }
    }
  }

  record NoiseBurst(double deviation, Stretch stretch) implements Fault {
    @Override
    public void bend(OperatingPoint point, int position) {
      if (stretch.covers(position)) {
        point.noise += deviation;
      }
    }
  }

  record LevelShift(double height) implements Fault {
    @Override
    public void bend(OperatingPoint point, int position) {
      point.offset += height;
    }
  }

  record Drift(double perSample) implements Fault {
    @Override
    public void bend(OperatingPoint point, int position) {
      point.offset += perSample * (position + 1);
    }
  }

  /** Remembers the value at which the sensor got stuck. */
  final class Dropout implements Fault {
    private final Stretch stretch;
    private double held;

    Dropout(Stretch stretch) {
      this.stretch = stretch;
    }

    @Override
    public double sensed(double value, int position) {
      if (!stretch.covers(position) || position % stretch.frameLength() == stretch.start()) {
        held = value;
      }
      return held;
    }
  }
}
