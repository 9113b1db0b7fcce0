package dev.sluice.offload;

/**
 * What worker time and uplink bytes would cost in a market that clears, learned from the requests
 * that come: a plan that ignores queues sends each request to the side that is cheaper for it, and
 * a side that is planned for beyond its capacity becomes dearer.
 *
 * <pre>
 *   planned side of a request:  the larger of  w - debt_L / 1 s * work,  w - debt_U / 1 s * bytes
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
 */
final class ShadowPrices {
  private static final double NANOS_PER_PRICE = 1e9;
  private static final double DEBT_MAX_NANOS = 2e9;
  private static final double SHARE_ASKED = 0.25;

  private double localDebt;
  private double uplinkDebt;
  private double local;
  private double uplink;
  private long lastNanos;

  /**
   * @param work of the request, in units of the mean request
   * @param bytes likewise
   * @param localNanos what it adds to the workers' time at full use; infinite if it cannot run here
   * @param uplinkNanos what it adds to the uplink's; infinite if it cannot go up
   */
  void see(
      double weight,
      double work,
      double bytes,
      double localNanos,
      double uplinkNanos,
      long nowNanos) {
    double elapsed = nowNanos - lastNanos;
    lastNanos = nowNanos;
    localDebt = Math.max(0, localDebt - elapsed);
    uplinkDebt = Math.max(0, uplinkDebt - elapsed);
    double planLocal = localDebt / NANOS_PER_PRICE;
    double planUplink = uplinkDebt / NANOS_PER_PRICE;
    local = SHARE_ASKED * planLocal;
    uplink = SHARE_ASKED * planUplink;
    double here = Double.isFinite(localNanos) ? weight - planLocal * work : 0;
    double there = Double.isFinite(uplinkNanos) ? weight - planUplink * bytes : 0;
    if (here >= there && here > 0) {
      localDebt = Math.min(DEBT_MAX_NANOS, localDebt + localNanos);
    } else if (there > 0) {
      uplinkDebt = Math.min(DEBT_MAX_NANOS, uplinkDebt + uplinkNanos);
    }
  }

  /** Of a worker, per mean request, for the request that was seen last. */
  double local() {
    return local;
  }

  /** Of the uplink, per mean request, for the request that was seen last. */
  double uplink() {
    return uplink;
  }
}
