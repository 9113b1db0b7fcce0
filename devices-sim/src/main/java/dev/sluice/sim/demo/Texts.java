package dev.sluice.sim.demo;

import java.util.Locale;

/** How numbers read in sentences. */
final class Texts {
  private Texts() {}

  /** Counts with their thousands apart, fractions to four digits. */
  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
