package dev.sluice.sim.signal;

/** The ways in which a simulated machine, or its sensor, shows a fault. */
public enum AnomalyKind {
  /** A damaged bearing: a ringing blow once per turn of a part. */
  IMPULSES,
  /** The machine turns faster or slower than it did. */
  FREQUENCY_SHIFT,
  /** The vibration as a whole grows or fades more than any load explains. */
  AMPLITUDE_SHIFT,
  /** A short swell of the vibration. */
  AMPLITUDE_BURST,
  /** A stretch of roughness: friction, cavitation, a loose contact. */
  NOISE_BURST,
  /** The sensor repeats its last value. */
  DROPOUT,
  /** The mean jumps. */
  LEVEL_SHIFT,
  /** The mean runs away. */
  DRIFT
}
