package dev.sluice.bench.report;

import java.util.Locale;

/** Figures as people read them: three digits or more, never an exponent. */
final class Numbers {
  private static final double HUNDRED = 100;
  private static final double TEN = 10;

  private Numbers() {}

  static String text(double value) {
    double size = Math.abs(value);
    if (size >= HUNDRED) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= TEN ? "%.1f" : "%.2f", value);
  }
}
