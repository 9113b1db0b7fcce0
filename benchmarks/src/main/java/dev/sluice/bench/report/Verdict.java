package dev.sluice.bench.report;

import java.util.Optional;

/**
 * Whether a goal was met in one case.
 *
 * @param goal in words
 * @param measured to be compared with {@code bound}; empty when there was nothing to measure it by
 */
record Verdict(String goal, String caseName, Optional<Double> measured, double bound, Bound kind) {

  /** On which side of the bound the goal lies. */
  enum Bound {
    AT_LEAST(">="),
    AT_MOST("<=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  boolean isMet() {
    return measured
        .filter(value -> kind == Bound.AT_LEAST ? value >= bound : value <= bound)
        .isPresent();
  }

  /** {@code met}, {@code missed} or {@code not measured}. */
  String word() {
    if (measured.isEmpty()) {
      return "not measured";
    }
    return isMet() ? "met" : "missed";
  }
}
