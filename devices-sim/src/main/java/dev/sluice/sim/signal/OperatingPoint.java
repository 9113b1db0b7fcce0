package dev.sluice.sim.signal;

/** How a machine runs at one sample; healthy values first, then bent by a fault. */
final class OperatingPoint {
  /** Of the base frequency, 1 when healthy. */
  double frequency;

  /** Of the vibration, in units of the machine's nominal amplitude. */
  double amplitude;

  /** Standard deviation of the noise, in nominal amplitudes. */
  double noise;

  /** Added to the reading, in nominal amplitudes. */
  double offset;
}
