package dev.sluice.offload.lab;

/**
 * What a unit of each side costs in each bin. Any prices that are not negative certify: no policy
 * can be worth more than {@link #bound}.
 *
 * <pre>
 *   UB = sum_t capacity_t price_t  (both sides)
 *      + sum_i max(0, w_i - work_i min_{t in local window} price_t,
 *                     w_i - bytes_i min_{t in cloud window} price_t)
 * </pre>
 *
 * Weak duality of the relaxation in which messages are known beforehand and may be split and
 * interrupted.
 */
final class Prices {
  final double[] local;
  final double[] uplink;

  Prices(int bins) {
    local = new double[bins];
    uplink = new double[bins];
  }

  double bound(BoundProblem problem) {
    RangeMinimum localLeast = new RangeMinimum(local.length);
    RangeMinimum uplinkLeast = new RangeMinimum(uplink.length);
    localLeast.set(local);
    uplinkLeast.set(uplink);
    double sum = 0;
    for (int t = 0; t < local.length; t++) {
      sum += problem.localCapacity[t] * local[t] + problem.uplinkCapacity[t] * uplink[t];
    }
    for (int i = 0; i < problem.messages(); i++) {
      sum += surplus(problem, i, localLeast, uplinkLeast);
    }
    return sum;
  }

  private static double surplus(
      BoundProblem problem, int i, RangeMinimum localLeast, RangeMinimum uplinkLeast) {
    int from = problem.from[i];
    double best = 0;
    if (problem.localUntil[i] != BoundProblem.NEVER) {
      double price = localLeast.of(from, problem.localUntil[i]);
      best = Math.max(best, problem.weight[i] - problem.work[i] * price);
    }
    if (problem.cloudUntil[i] != BoundProblem.NEVER) {
      double price = uplinkLeast.of(from, problem.cloudUntil[i]);
      best = Math.max(best, problem.weight[i] - problem.bytes[i] * price);
    }
    return best;
  }

  Prices copy() {
    Prices copy = new Prices(local.length);
    System.arraycopy(local, 0, copy.local, 0, local.length);
    System.arraycopy(uplink, 0, copy.uplink, 0, uplink.length);
    return copy;
  }
}
