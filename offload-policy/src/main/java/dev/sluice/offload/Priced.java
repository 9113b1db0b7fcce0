package dev.sluice.offload;

import java.util.EnumSet;
import java.util.Set;

/**
 * The side that is worth more once what the request takes from others is paid for.
 *
 * <pre>
 *   u_L = w p_L - (price_L + 0.2 pressure_L) work / mean work - blocked_L - 0.07 T_L / D
 *   u_C = w p_C - (price_C + 0.2 pressure_C) bytes / mean bytes - blocked_C - 0.07 T_C / D - 0.001
 * </pre>
 *
 * with p the probability to be in time, the prices of {@link ShadowPrices}, pressure the backlog of
 * the side beside the mean time to a deadline (at most 4), blocked the worth of what would miss its
 * deadline while this request has a worker, or the wire, and T / D the predicted time beside what
 * is left of the deadline (at most 1). Two sides that are both overloaded then each keep what they
 * do best. Everything that {@link Deadline} does afterwards is done here too.
 *
 * <p>Shed is what blocks more than it is worth on either side, prices left out, and what the plan
 * of {@link ShadowPrices} has no place for while both sides are busy: where more comes than can be
 * in time, deadline order alone lets the urgent in and not the worthwhile.
 */
final class Priced implements PlacementPolicy {
  private static final double HIT_PROBABILITY_MIN = 0.05;
  private static final double PRESSURE_MAX = 4;
  private static final double PRESSURE_PRICE = 0.2;
  private static final double PREFER_HERE = 0.001;

  /**
   * What an answer at its deadline is worth less than one at once. Without it whatever is in time
   * on both sides goes where less waits, however much longer that takes.
   */
  private static final double DELAY_PRICE = 0.07;

  private static final Set<Care> CARES = EnumSet.allOf(Care.class);

  @Override
  public String name() {
    return "priced";
  }

  @Override
  public Set<Care> cares() {
    return CARES;
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    choose(request, state, nowNanos, decision, 0);
  }

  /**
   * @param cloudPenalty what going up costs besides, in units of an ordinary request's worth
   */
  static void choose(
      PlacementRequest request,
      PlacementState state,
      long nowNanos,
      Decision decision,
      double cloudPenalty) {
    if (!state.localOpen() && !state.cloudOpen()) {
      return;
    }
    double gainHere = Double.NEGATIVE_INFINITY;
    double gainThere = Double.NEGATIVE_INFINITY;
    if (state.localOpen()) {
      gainHere =
          request.weight() * decision.localHitProbability() - state.blocksHere(request, nowNanos);
    }
    if (state.cloudOpen()) {
      gainThere =
          request.weight() * decision.cloudHitProbability() - state.blocksThere(request, nowNanos);
    }
    // A side that is closed has no hit probability.
    double hit = Math.max(decision.localHitProbability(), decision.cloudHitProbability());
    if (hit < HIT_PROBABILITY_MIN) {
      decision.set(Action.SHED, Reason.SHED_INFEASIBLE);
    } else if (costsOthersMore(request, Math.max(gainHere, gainThere), state, nowNanos)) {
      decision.set(Action.SHED, Reason.SHED_FOR_OTHERS);
    } else if (gainHere - costHere(request, state, nowNanos, decision)
        >= gainThere - costThere(request, state, nowNanos, decision) - cloudPenalty) {
      boolean only = !inTime(request, nowNanos, decision.predictedCloudNanos());
      decision.set(Action.LOCAL, only ? Reason.ONLY_LOCAL_FEASIBLE : Reason.CHEAPER_LOCAL);
    } else {
      boolean only = !inTime(request, nowNanos, decision.predictedLocalNanos());
      decision.set(Action.CLOUD, only ? Reason.ONLY_CLOUD_FEASIBLE : Reason.CHEAPER_CLOUD);
    }
  }

  /** Without a deadline it can wait until nobody else wants what it takes. */
  private static boolean costsOthersMore(
      PlacementRequest request, double gain, PlacementState state, long nowNanos) {
    return request.hasDeadline() && (gain < 0 || state.crowdedOut(nowNanos));
  }

  private static boolean inTime(PlacementRequest request, long nowNanos, long predictedNanos) {
    return !request.hasDeadline() || predictedNanos <= request.deadlineNanos() - nowNanos;
  }

  private static double costHere(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    double price = state.localPrice() + pressurePrice(state.localPressure(nowNanos));
    return price * state.relativeWork(request, nowNanos)
        + delay(request, decision.predictedLocalNanos(), nowNanos);
  }

  private static double costThere(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    double price = state.uplinkPrice() + pressurePrice(state.uplinkPressure(nowNanos));
    return price * state.relativeBytes(request)
        + delay(request, decision.predictedCloudNanos(), nowNanos)
        + PREFER_HERE;
  }

  private static double delay(PlacementRequest request, long predictedNanos, long nowNanos) {
    if (!request.hasDeadline()) {
      return 0;
    }
    double left = Math.max(1, request.deadlineNanos() - nowNanos);
    return DELAY_PRICE * Math.min(1, predictedNanos / left);
  }

  private static double pressurePrice(double pressure) {
    return PRESSURE_PRICE * Math.min(PRESSURE_MAX, pressure);
  }
}
