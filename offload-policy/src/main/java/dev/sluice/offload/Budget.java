package dev.sluice.offload;

import java.util.EnumSet;
import java.util.Set;

/**
 * {@link Priced} with so many requests to the cloud per minute, and no more in the long run: a
 * virtual queue (drift plus penalty; Neely, 2010).
 *
 * <pre>
 *   debt <- max(0, debt - elapsed * budget), and one more for each request that goes up
 *   penalty of the cloud = debt / V,   V = what ten seconds allow, at least 1
 * </pre>
 *
 * Up to V requests can go at once, those with most to gain first; at a debt of V the penalty is the
 * whole worth of an ordinary request, and beyond it nothing goes. Eviction is left out: it would
 * spend what nobody asked for.
 */
final class Budget implements PlacementPolicy {
  private static final double NANOS_PER_MINUTE = 60e9;
  private static final Set<Care> CARES =
      EnumSet.complementOf(EnumSet.of(Care.EVICTION, Care.PROBES));

  private final double perNano;
  private final double stock;
  private double debt;
  private long lastNanos;

  /**
   * @param perMinute requests to the cloud, 1 or more
   */
  Budget(int perMinute) {
    perNano = perMinute / NANOS_PER_MINUTE;
    stock = Math.max(1, perMinute / 6.0);
  }

  @Override
  public String name() {
    return "budget";
  }

  @Override
  public Set<Care> cares() {
    return CARES;
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    debt = Math.max(0, debt - (nowNanos - lastNanos) * perNano);
    lastNanos = nowNanos;
    boolean spent = debt > stock - 1;
    Priced.choose(request, state, nowNanos, decision, 0);
    if (decision.action() == Action.CLOUD) {
      Priced.choose(request, state, nowNanos, decision, debt / stock);
      if (spent) {
        decision.set(state.localOpen() ? Action.LOCAL : Action.SHED, Reason.BUDGET);
      } else if (decision.action() != Action.CLOUD) {
        decision.set(decision.action(), Reason.BUDGET);
      }
    }
    debt += decision.action() == Action.CLOUD ? 1 : 0;
  }
}
