package dev.sluice.sim.signal;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A healthy rotating machine under a vibration sensor: harmonics of a base frequency and one
 * unrelated tone, under noise. What changes without being a fault, so that no single number gives
 * faults away: the load steps, the amplitude breathes, speed and mean wander, a lone sample
 * glitches. Each machine draws its own character; readings come in its own units.
 */
final class Machine implements Source {
  private static final int HARMONICS = 3;
  private static final double LOAD_STEPS_PER_SAMPLE = 1.0 / 1200;
  private static final double GLITCHES_PER_SAMPLE = 1.0 / 500;
  private static final double LOAD_INERTIA_SAMPLES = 40;
  private static final double TURN = 2 * Math.PI;

  // For the machine's life.
  private final SplittableRandom random;
  private final double unit;
  private final double zero;
  private final double baseFrequency;
  private final double toneFrequency;
  private final double toneAmplitude;
  private final double noise;
  private final double breathing;
  private final double breathingFrequency;
  private final double[] harmonics = new double[HARMONICS];
  private final double[] shifts = new double[HARMONICS];

  // From sample to sample.
  private final OperatingPoint point = new OperatingPoint();
  private double phase;
  private double tonePhase;
  private double breathingPhase;
  private double load = 1;
  private double loadWanted = 1;
  private double wander;
  private double meanWander;
  private double roughness;

  Machine(SplittableRandom random) {
    this.random = random;
    unit = StrictMath.exp(random.nextDouble(-2, 2));
    zero = random.nextDouble(-3, 3) * unit;
    baseFrequency = random.nextDouble(0.03, 0.11);
    toneFrequency = random.nextDouble(0.13, 0.4);
    toneAmplitude = random.nextDouble(0.05, 0.3);
    noise = random.nextDouble(0.04, 0.18);
    breathing = random.nextDouble(0.02, 0.15);
    breathingFrequency = 1 / random.nextDouble(150, 900);
    for (int k = 0; k < HARMONICS; k++) {
      harmonics[k] = k == 0 ? 1 : random.nextDouble(0.1, 0.5) / k;
      shifts[k] = random.nextDouble(TURN);
    }
    breathingPhase = random.nextDouble(TURN);
  }

  @Override
  public List<AnomalyKind> anomalies() {
    return List.of(AnomalyKind.values());
  }

  @Override
  public float next(Fault fault, int position) {
    run();
    fault.bend(point, position);
    phase += TURN * baseFrequency * point.frequency;
    tonePhase += TURN * toneFrequency * point.frequency;
    double value = point.offset + point.amplitude * vibration() + point.noise * gaussian();
    if (random.nextDouble() < GLITCHES_PER_SAMPLE) {
      value += gaussian();
    }
    return (float) (zero + unit * fault.sensed(value, position));
  }

  private void run() {
    if (random.nextDouble() < LOAD_STEPS_PER_SAMPLE) {
      loadWanted = random.nextDouble(0.75, 1.3);
    }
    load += (loadWanted - load) / LOAD_INERTIA_SAMPLES;
    breathingPhase += TURN * breathingFrequency;
    wander += -wander / 400 + 0.001 * gaussian();
    meanWander += -meanWander / 300 + 0.008 * gaussian();
    roughness = 0.6 * roughness + 0.5 * noise * gaussian();
    point.frequency = 1 + wander + 0.03 * (load - 1);
    point.amplitude = load * (1 + breathing * StrictMath.sin(breathingPhase));
    point.noise = noise;
    point.offset = meanWander + roughness;
  }

  private double vibration() {
    double sum = toneAmplitude * StrictMath.sin(tonePhase);
    for (int k = 0; k < HARMONICS; k++) {
      sum += harmonics[k] * StrictMath.sin((k + 1) * phase + shifts[k]);
    }
    return sum;
  }

  private double gaussian() {
    return Source.gaussian(random);
  }
}
