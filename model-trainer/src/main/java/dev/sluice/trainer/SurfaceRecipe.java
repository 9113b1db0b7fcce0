package dev.sluice.trainer;

import dev.sluice.sim.signal.SurfaceSignal;

/**
 * What a detector of surface defects is made of: its size decides cost and quality, nothing else
 * differs.
 *
 * @param shrink pixels along each axis that become one, before anything is looked at
 * @param taps along each side of a kernel
 * @param kernels of each member
 * @param hidden units of each member's hidden layer
 * @param members networks whose votes are averaged, each with kernels and training cameras of its
 *     own
 * @param flipped whether members look at all four mirror images: a defect has no direction
 * @param cameras simulated for each member's training
 * @param epochs passes over a member's examples
 */
record SurfaceRecipe(
    String name,
    int shrink,
    int taps,
    int kernels,
    int hidden,
    int members,
    boolean flipped,
    int cameras,
    int epochs) {

  /** Cells along each axis in which a kernel's output is pooled. */
  static final int GRID = 2;

  /** Hundredths of a millisecond: half the resolution, and few kernels. */
  static final SurfaceRecipe LIGHT =
      new SurfaceRecipe("surface-light", 2, 7, 24, 8, 1, false, 600, 15);

  /** Milliseconds: sees every pixel, from four sides. */
  static final SurfaceRecipe MEDIUM =
      new SurfaceRecipe("surface-medium", 1, 9, 200, 8, 1, true, 600, 12);

  /** Tens of milliseconds: a committee of eight, with larger kernels. */
  static final SurfaceRecipe HEAVY =
      new SurfaceRecipe("surface-heavy", 1, 11, 160, 4, 8, true, 200, 12);

  int side() {
    return SurfaceSignal.SIDE / shrink;
  }

  /** Along each axis of a kernel's output. */
  int outSide() {
    return side() - taps + 1;
  }

  int cellSide() {
    return outSide() / GRID;
  }

  int views() {
    return flipped ? 4 : 1;
  }

  /** A maximum and a share for each kernel in each cell. */
  int features() {
    return 2 * kernels * GRID * GRID;
  }
}
