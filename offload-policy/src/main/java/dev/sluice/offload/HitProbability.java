package dev.sluice.offload;

/** The probability that an answer predicted with some deviation comes before its deadline. */
final class HitProbability {
  private HitProbability() {}

  /**
   * Logistic approximation of the normal distribution: within 0.01 of it everywhere (Bowling et
   * al., 2009, give 1.702 as the constant).
   *
   * @param slackNanos deadline minus predicted finish; negative when late
   */
  static double of(long slackNanos, double deviationNanos) {
    return 1 / (1 + Math.exp(-1.702 * slackNanos / deviationNanos));
  }

  static double of(
      PlacementRequest request, long predictedNanos, double deviationNanos, long nowNanos) {
    if (!request.hasDeadline()) {
      return 1;
    }
    return of(request.deadlineNanos() - nowNanos - predictedNanos, deviationNanos);
  }
}
