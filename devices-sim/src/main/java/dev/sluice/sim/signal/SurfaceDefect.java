package dev.sluice.sim.signal;

/** What can be wrong with a piece under the camera. */
public enum SurfaceDefect {
  /** A thin line, in any direction. */
  SCRATCH,
  /** A small hollow: bright on the side of the light, dark on the other. */
  DENT,
  /** A wide, faint darkening. */
  STAIN,
  /** A handful of dark points. */
  PITS
}
