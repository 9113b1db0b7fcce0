package dev.sluice.sim.signal;

import java.util.SplittableRandom;

/** Draws one defect onto a piece; how faint and where is chance. */
final class DefectBrush {
  private static final double TURN = 2 * Math.PI;

  /** Kept from the border, so that each defect is seen. */
  private static final int MARGIN = 6;

  private final double[][] piece;
  private final SplittableRandom random;

  DefectBrush(double[][] piece, SplittableRandom random) {
    this.piece = piece;
    this.random = random;
  }

  void draw(SurfaceDefect kind) {
    switch (kind) {
      case SCRATCH -> scratch();
      case DENT -> dent();
      case STAIN -> stain();
      case PITS -> pits();
    }
  }

  private double place() {
    return random.nextDouble(MARGIN, SurfaceSignal.SIDE - MARGIN);
  }

  private double sign() {
    return random.nextBoolean() ? 1 : -1;
  }

  private void scratch() {
    double contrast = sign() * random.nextDouble(12, 34);
    double length = random.nextDouble(16, 44);
    double width = random.nextDouble(0.5, 0.9);
    double angle = random.nextDouble(TURN);
    double along = StrictMath.cos(angle);
    double across = StrictMath.sin(angle);
    double centreX = place();
    double centreY = place();
    paint(
        (x, y) -> {
          double u = (x - centreX) * along + (y - centreY) * across;
          double v = (y - centreY) * along - (x - centreX) * across;
          double end = Math.max(0, Math.abs(u) - length / 2);
          return contrast * bell(v / width) * bell(end);
        });
  }

  private void dent() {
    double contrast = random.nextDouble(14, 34);
    double radius = random.nextDouble(1.8, 4);
    double centreX = place();
    double centreY = place();
    double angle = random.nextDouble(TURN);
    double lightX = StrictMath.cos(angle);
    double lightY = StrictMath.sin(angle);
    paint(
        (x, y) -> {
          double u = (x - centreX) / radius;
          double v = (y - centreY) / radius;
          return 1.6 * contrast * (u * lightX + v * lightY) * bell(StrictMath.sqrt(u * u + v * v));
        });
  }

  private void stain() {
    double contrast = -random.nextDouble(9, 24);
    double radiusX = random.nextDouble(6, 14);
    double radiusY = random.nextDouble(6, 14);
    double centreX = place();
    double centreY = place();
    paint(
        (x, y) -> {
          double u = (x - centreX) / radiusX;
          double v = (y - centreY) / radiusY;
          double distance = u * u + v * v;
          return contrast * bell(distance * distance);
        });
  }

  private void pits() {
    int count = random.nextInt(3, 8);
    double centreX = place();
    double centreY = place();
    for (int i = 0; i < count; i++) {
      double contrast = -random.nextDouble(20, 45);
      double pitX = centreX + 5 * Source.gaussian(random);
      double pitY = centreY + 5 * Source.gaussian(random);
      paint((x, y) -> contrast * bell(StrictMath.hypot(x - pitX, y - pitY) / 0.7));
    }
  }

  private static double bell(double distance) {
    return StrictMath.exp(-distance * distance / 2);
  }

  /** How much brighter each pixel becomes. */
  private interface Change {
    double at(int x, int y);
  }

  private void paint(Change change) {
    for (int y = 0; y < piece.length; y++) {
      for (int x = 0; x < piece.length; x++) {
        piece[y][x] += change.at(x, y);
      }
    }
  }
}
