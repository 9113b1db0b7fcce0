package dev.sluice.sim.signal;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A healthy slow quantity, such as a temperature, a level or a flow of traffic: it wanders, most
 * follow a daily cycle, from smooth to nearly square, and some sensors round coarsely. Its cycles
 * may be longer than any window, so that rising and falling are normal; what is not is to jump, to
 * run away, to stand still or to turn rough.
 */
final class SlowProcess implements Source {
  private static final List<AnomalyKind> ANOMALIES =
      List.of(
          AnomalyKind.LEVEL_SHIFT,
          AnomalyKind.DRIFT,
          AnomalyKind.DROPOUT,
          AnomalyKind.NOISE_BURST,
          AnomalyKind.IMPULSES);

  /** Faults stand out from the wander of hours, not only from noise. */
  private static final double PROMINENCE = 2;

  private static final double TURN = 2 * Math.PI;

  // For the life of the process.
  private final SplittableRandom random;
  private final double unit;
  private final double zero;
  private final double frequency;
  private final double cycle;
  private final double squareness;
  private final double memory;
  private final double wandering;
  private final double noise;
  private final double rounding;
  private final double glitches;

  // From sample to sample.
  private final OperatingPoint point = new OperatingPoint();
  private double phase;
  private double wander;

  SlowProcess(SplittableRandom random) {
    this.random = random;
    unit = StrictMath.exp(random.nextDouble(-1, 4));
    zero = random.nextDouble(-3, 10) * unit;
    frequency = 1 / StrictMath.exp(random.nextDouble(StrictMath.log(20), StrictMath.log(400)));
    cycle = Math.max(0, random.nextDouble(-0.5, 1.2));
    squareness = random.nextDouble(0.3, 6);
    memory = 1 - 1 / StrictMath.exp(random.nextDouble(StrictMath.log(4), StrictMath.log(2_000)));
    wandering = random.nextDouble(0.1, 1);
    noise = StrictMath.exp(random.nextDouble(StrictMath.log(0.02), StrictMath.log(0.5)));
    rounding = Math.max(0, random.nextDouble(-0.6, 0.3));
    glitches = Math.max(0, random.nextDouble(-0.02, 0.03));
    phase = random.nextDouble(TURN);
    wander = wandering * Source.gaussian(random);
  }

  @Override
  public List<AnomalyKind> anomalies() {
    return ANOMALIES;
  }

  @Override
  public float next(Fault fault, int position) {
    phase += TURN * frequency;
    wander =
        memory * wander
            + wandering * StrictMath.sqrt(1 - memory * memory) * Source.gaussian(random);
    point.frequency = 1;
    point.amplitude = 1;
    point.noise = noise;
    point.offset = 0;
    fault.bend(point, position);
    double value = slow() + PROMINENCE * point.offset + point.noise * Source.gaussian(random);
    if (random.nextDouble() < glitches) {
      value += 2 * Source.gaussian(random);
    }
    return (float) (zero + unit * fault.sensed(rounded(value), position));
  }

  private double slow() {
    double smooth = StrictMath.sin(phase);
    return wander + cycle * StrictMath.tanh(squareness * smooth) / StrictMath.tanh(squareness);
  }

  private double rounded(double value) {
    return rounding == 0 ? value : rounding * Math.rint(value / rounding);
  }
}
