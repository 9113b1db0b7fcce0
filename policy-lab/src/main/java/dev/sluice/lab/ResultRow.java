package dev.sluice.lab;

import dev.sluice.offload.lab.RunResult;

/**
 * One policy on one course.
 *
 * @param dhr deadline-hit ratio, weighted, 0 to 1
 * @param bound what no policy can beat, 0 to 1; NaN when it was not asked for
 * @param dhrOverBound their quotient; NaN without bound
 * @param p50Ms median time to the terminal answer; a miss has it at its deadline
 * @param cloudShare share of all requests that the cloud answered in time
 * @param duplicates share of all requests that ran here while a copy was on its way up
 * @param right deadline-hit ratio times correctness, weighted, 0 to 1
 */
record ResultRow(
    String scenario,
    String policy,
    long seed,
    double dhr,
    double bound,
    double dhrOverBound,
    double p50Ms,
    double p99Ms,
    double cloudShare,
    double duplicates,
    double right) {

  static ResultRow of(String scenario, String policy, long seed, RunResult run, double bound) {
    return new ResultRow(
        scenario,
        policy,
        seed,
        run.hitRatio(),
        bound,
        run.hitRatio() / bound,
        run.p50Nanos() / 1e6,
        run.p99Nanos() / 1e6,
        run.cloudShare(),
        run.duplicateShare(),
        run.rightRatio());
  }

  boolean hasBound() {
    return !Double.isNaN(bound);
  }

  /** What policies are compared by: the share of the bound, or of all without one. */
  double score() {
    return hasBound() ? dhrOverBound : dhr;
  }
}
