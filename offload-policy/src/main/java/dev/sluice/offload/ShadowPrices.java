package dev.sluice.offload;

/**
 * What worker time and uplink bytes would cost in a market that clears, learned from the requests
 * that come: a plan that ignores queues sends each request to the side that is cheaper for it, and
 * a side that is planned for beyond its capacity becomes dearer.
 *
 * <pre>
 *   planned side of a request:  the larger of  w - local price * work,  w - uplink price * bytes
 *   debt_x  <- max(0, debt_x - elapsed) + planned amount / capacity_x             in time
 *   price_x  = debt_x / 1 s, at most 4                                            per mean request
 * </pre>
 *
 * A request pays for what was planned before it, not for itself: a side that has nothing to do
 * costs nothing.
 *
 * <p>The plan is needed because queues alone have two stable answers: small messages here and large
 * ones up, or the reverse; only one of them carries the load, and a full queue does not say which.
 */
final class ShadowPrices {
  private static final double NANOS_PER_PRICE = 1e9;
  private static final double PRICE_MAX = 4;

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
    local = localDebt / NANOS_PER_PRICE;
    uplink = uplinkDebt / NANOS_PER_PRICE;
    double here = Double.isFinite(localNanos) ? weight - local * work : 0;
    double there = Double.isFinite(uplinkNanos) ? weight - uplink * bytes : 0;
    if (here >= there && here > 0) {
      localDebt = Math.min(PRICE_MAX * NANOS_PER_PRICE, localDebt + localNanos);
    } else if (there > 0) {
      uplinkDebt = Math.min(PRICE_MAX * NANOS_PER_PRICE, uplinkDebt + uplinkNanos);
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
