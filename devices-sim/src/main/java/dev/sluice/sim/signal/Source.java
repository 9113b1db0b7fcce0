package dev.sluice.sim.signal;

import java.util.List;
import java.util.SplittableRandom;

/** What a simulated sensor is attached to: healthy by itself, bent by a fault. */
interface Source {
  /** Kinds of anomaly that can be told from this source's healthy life. */
  List<AnomalyKind> anomalies();

  /** The next reading, under a fault that is {@code position} samples old. */
  float next(Fault fault, int position);

  /** Box-Muller by {@link StrictMath}: the same number on every JDK and processor. */
  static double gaussian(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
