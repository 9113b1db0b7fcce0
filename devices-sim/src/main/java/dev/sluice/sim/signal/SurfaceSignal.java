package dev.sluice.sim.signal;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An endless camera over a conveyor, one brushed metal piece per frame: the same frames for the
 * same seed, on every machine. Values are grey levels, 0 to 255, row by row of a square image. Each
 * seed is another camera with light, grain and noise of its own; pieces do not depend on each
 * other.
 */
public final class SurfaceSignal implements Signal {
  /** Pixels along each side. */
  public static final int SIDE = 64;

  public static final double ANOMALY_SHARE = 0.3;

  // For the camera.
  private final SplittableRandom random;
  private final double anomalyShare;
  private final double level;
  private final double slopeAcross;
  private final double slopeDown;
  private final double grain;
  private final double noise;

  // For the piece.
  private Optional<SurfaceDefect> defect = Optional.empty();

  public SurfaceSignal(long seed) {
    this(seed, ANOMALY_SHARE);
  }

  /**
   * @param anomalyShare of the pieces, 0 to 1
   */
  public SurfaceSignal(long seed, double anomalyShare) {
    if (!(anomalyShare >= 0 && anomalyShare <= 1)) {
      throw new IllegalArgumentException("anomaly share " + anomalyShare + ": 0 to 1");
    }
    this.random = new SplittableRandom(seed);
    this.anomalyShare = anomalyShare;
    level = random.nextDouble(90, 170);
    slopeAcross = random.nextDouble(-25, 25);
    slopeDown = random.nextDouble(-25, 25);
    grain = random.nextDouble(3, 9);
    noise = random.nextDouble(2, 6);
  }

  /** Never empty. */
  @Override
  public Optional<Frame> next() {
    double[][] piece = piece();
    defect = drawDefect();
    defect.ifPresent(kind -> new DefectBrush(piece, random).draw(kind));
    return Optional.of(new Frame(exposed(piece), Optional.of(defect.isPresent())));
  }

  /** What is wrong with the piece that {@link #next} returned last. */
  public Optional<SurfaceDefect> defect() {
    return defect;
  }

  private Optional<SurfaceDefect> drawDefect() {
    if (random.nextDouble() >= anomalyShare) {
      return Optional.empty();
    }
    SurfaceDefect[] kinds = SurfaceDefect.values();
    return Optional.of(kinds[random.nextInt(kinds.length)]);
  }

  /** Brushing leaves streaks along the rows; neighbours share part of theirs. */
  private double[][] piece() {
    double[][] piece = new double[SIDE][SIDE];
    double shade = level + 6 * Source.gaussian(random);
    double row = 0;
    for (int y = 0; y < SIDE; y++) {
      row = 0.4 * row + grain * Source.gaussian(random);
      double streak = 0;
      for (int x = 0; x < SIDE; x++) {
        streak = 0.9 * streak + 0.25 * grain * Source.gaussian(random);
        double light =
            slopeAcross * (x / (SIDE - 1.0) - 0.5) + slopeDown * (y / (SIDE - 1.0) - 0.5);
        piece[y][x] = shade + light + row + streak;
      }
    }
    return piece;
  }

  private float[] exposed(double[][] piece) {
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      double value = piece[i / SIDE][i % SIDE] + noise * Source.gaussian(random);
      values[i] = Math.max(0, Math.min(255, Math.round(value)));
    }
    return values;
  }
}
