package dev.sluice.offload;

/**
 * The side predicted to answer first.
 *
 * <pre>
 *   T_x   predicted nanoseconds to the answer;   D   nanoseconds to the deadline
 *   p_x = logistic(1.702 (D - T_x) / sd_x)
 *
 *   the smaller T, if it is within D or its p is at least 5 %
 *   otherwise shed
 * </pre>
 *
 * What finishes first also is the one side that makes it when only one does, so the comparison
 * chooses and feasibility only names the reason. Without a deadline everything is feasible. Has no
 * state: where the last request went does not matter.
 */
final class Fastest implements PlacementPolicy {
  private static final double HIT_PROBABILITY_MIN = 0.05;

  @Override
  public String name() {
    return "fastest";
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    choose(request, state, nowNanos, decision);
  }

  /** For policies that choose so and take more care afterwards. */
  static void choose(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    long here = state.localOpen() ? state.predictLocalNanos(request, nowNanos) : Decision.UNKNOWN;
    long there = state.cloudOpen() ? state.predictCloudNanos(request, nowNanos) : Decision.UNKNOWN;
    if (here == Decision.UNKNOWN && there == Decision.UNKNOWN) {
      return;
    }
    long slack = request.hasDeadline() ? request.deadlineNanos() - nowNanos : Decision.UNKNOWN;
    boolean one = here <= slack != there <= slack;
    if (here <= there) {
      double deviation = state.localDeviationNanos(request, nowNanos);
      Reason reason = one ? Reason.ONLY_LOCAL_FEASIBLE : Reason.CHEAPER_LOCAL;
      choose(Action.LOCAL, reason, HitProbability.of(slack - here, deviation), decision);
    } else {
      double deviation = state.cloudDeviationNanos(request, nowNanos);
      Reason reason = one ? Reason.ONLY_CLOUD_FEASIBLE : Reason.CHEAPER_CLOUD;
      choose(Action.CLOUD, reason, HitProbability.of(slack - there, deviation), decision);
    }
  }

  private static void choose(Action action, Reason reason, double hit, Decision decision) {
    if (hit >= HIT_PROBABILITY_MIN) {
      decision.set(action, reason);
    } else {
      decision.set(Action.SHED, Reason.SHED_INFEASIBLE);
    }
  }
}
