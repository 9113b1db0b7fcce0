package dev.sluice.offload;

/**
 * What worker time, uplink bytes and the cloud's workers would cost in a market that clears,
 * learned from the requests that come: a plan that ignores queues sends each request to the side
 * that is cheaper for it, and what is planned for beyond its capacity becomes dearer.
 *
 * <pre>
 *   here  = w - debt_L / 1 s * work
 *   there = w - debt_U / 1 s * bytes - debt_C / 1 s * cloud work
 *   planned side of a request: the larger of both, neither if both are below 0
 *   debt_x  <- min(2 s, max(0, debt_x - elapsed) + planned amount / capacity_x)   in time
 *   price_x  = debt_x / 4 s                                                       per mean request
 * </pre>
 *
 * A quarter of what the plan would take is asked for: the plan knows no queues, and after a burst
 * or an outage it still remembers a shortage that is over.
 *
 * <p>A request pays for what was planned before it, not for itself: a side that has nothing to do
 * costs nothing.
 *
 * <p>The plan is needed because queues alone have two stable answers: small messages here and large
 * ones up, or the reverse; only one of them carries the load, and a full queue does not say which.
 * Nor does a queue in deadline order say which requests should not be in it at all.
 */
final class ShadowPrices {
  private static final double NANOS_PER_PRICE = 1e9;
  private static final double DEBT_MAX_NANOS = 2e9;
  private static final double SHARE_ASKED = 0.25;

  private double localDebt;
  private double uplinkDebt;
  private double cloudDebt;
  private double local;
  private double uplink;
  private boolean crowdedOut;
  private long lastNanos;

  void see(double weight, Demand demand, long nowNanos) {
    forget((double) (nowNanos - lastNanos));
    lastNanos = nowNanos;
    local = SHARE_ASKED * localDebt / NANOS_PER_PRICE;
    uplink = SHARE_ASKED * uplinkDebt / NANOS_PER_PRICE;
    double here = demand.canRunHere() ? weight - planned(localDebt, demand.work()) : 0;
    double there = demand.canGoUp() ? weight - plannedUp(demand) : 0;
    double worse = Math.min(here, there);
    crowdedOut = worse < 0 && Math.max(here, there) <= 0;
    if (here >= there && here > 0) {
      localDebt = more(localDebt, demand.workNanos());
    } else if (there > 0) {
      uplinkDebt = more(uplinkDebt, demand.bytesNanos());
      cloudDebt = more(cloudDebt, demand.cloudWorkNanos());
    }
  }

  private void forget(double elapsed) {
    localDebt = Math.max(0, localDebt - elapsed);
    uplinkDebt = Math.max(0, uplinkDebt - elapsed);
    cloudDebt = Math.max(0, cloudDebt - elapsed);
  }

  private double plannedUp(Demand demand) {
    return planned(uplinkDebt, demand.bytes()) + planned(cloudDebt, demand.cloudWork());
  }

  private static double planned(double debt, double amount) {
    return debt / NANOS_PER_PRICE * amount;
  }

  private static double more(double debt, double nanos) {
    return Math.min(DEBT_MAX_NANOS, debt + nanos);
  }

  /** Of a worker, per mean request, for the request that was seen last. */
  double local() {
    return local;
  }

  /** Of the uplink, per mean request, for the request that was seen last. */
  double uplink() {
    return uplink;
  }

  /** Whether the request that was seen last costs more than its worth wherever it can run. */
  boolean crowdedOut() {
    return crowdedOut;
  }
}
