package dev.sluice.inference.guard;

import java.time.Duration;

/**
 * Stops calling a server that fails, and finds out when it is well again.
 *
 * <pre>
 *   CLOSED    -- of the last calls too many failed -->  OPEN
 *   OPEN      -- its time is over -->                   HALF_OPEN: one call at a time
 *   HALF_OPEN -- enough of them in a row served -->     CLOSED
 *   HALF_OPEN -- one failed -->                         OPEN, for twice as long
 * </pre>
 *
 * <p>Every call carries the period in which it began: what began before the breaker opened says
 * nothing about the server of now. Times are jittered, so that bridges that lost one server do not
 * come back together. (M. Nygard, Release It!, 2007.)
 */
final class CircuitBreaker {
  /**
   * @param calls that are remembered while closed
   * @param callsMin of them before they are judged
   * @param failedShare of them that opens it
   * @param openMin how long it stays open at first, up to half as long again by chance
   * @param openMax the longest, after failing again and again
   * @param servedToClose calls in a row while half open
   */
  record Settings(
      int calls,
      int callsMin,
      double failedShare,
      Duration openMin,
      Duration openMax,
      int servedToClose) {
    static final Settings USUAL =
        new Settings(20, 5, 0.5, Duration.ofSeconds(1), Duration.ofSeconds(30), 2);

    Settings {
      if (callsMin < 1 || calls < callsMin || servedToClose < 1) {
        throw new IllegalArgumentException("calls " + callsMin + " of " + calls);
      }
      if (openMin.isZero() || openMin.isNegative() || openMax.compareTo(openMin) < 0) {
        throw new IllegalArgumentException("open for " + openMin + " to " + openMax);
      }
    }
  }

  /** So that doubling never overflows: a thousand times a minute. */
  private static final int DOUBLINGS_MAX = 10;

  private final Settings settings;
  private BreakerState state = BreakerState.CLOSED;
  private int period;
  private long opened;

  // while closed
  private final boolean[] failed;
  private int next;
  private int remembered;
  private int failures;

  // while open, and after
  private long untilNanos;
  private int timesInARow;

  // while half open
  private boolean probing;
  private int served;

  CircuitBreaker(Settings settings) {
    this.settings = settings;
    this.failed = new boolean[settings.calls()];
  }

  /** As of the last input. */
  BreakerState state() {
    return state;
  }

  /** Times that it opened. */
  long opened() {
    return opened;
  }

  /** When it lets a call through again; meaningful while it is open. */
  long untilNanos() {
    return untilNanos;
  }

  /** Whether a call may begin now. */
  boolean permits(long nowNanos) {
    if (state == BreakerState.OPEN && nowNanos - untilNanos >= 0) {
      enter(BreakerState.HALF_OPEN);
    }
    return state == BreakerState.CLOSED || (state == BreakerState.HALF_OPEN && !probing);
  }

  /**
   * A call that was permitted begins.
   *
   * @return its period, to be given back with its end
   */
  int onBegun() {
    probing = state == BreakerState.HALF_OPEN;
    return period;
  }

  /** The server served it, or said with reason that it cannot be served. */
  void onServed(int began) {
    if (began != period) {
      return;
    }
    if (state == BreakerState.CLOSED) {
      remember(false);
    } else {
      probing = false;
      served++;
      if (served >= settings.servedToClose()) {
        timesInARow = 0;
        enter(BreakerState.CLOSED);
      }
    }
  }

  /** It ended without telling anything of the server. */
  void onUntold(int began) {
    if (began == period) {
      probing = false;
    }
  }

  /**
   * The server did not serve it.
   *
   * @param chance 0 to 1
   */
  void onFailed(int began, long nowNanos, double chance) {
    if (began != period) {
      return;
    }
    if (state == BreakerState.CLOSED) {
      remember(true);
      if (remembered < settings.callsMin() || failures < remembered * settings.failedShare()) {
        return;
      }
    }
    open(nowNanos, chance);
  }

  private void open(long nowNanos, double chance) {
    long longer = settings.openMin().toNanos() << Math.min(timesInARow, DOUBLINGS_MAX);
    double openNanos = (double) Math.min(settings.openMax().toNanos(), longer);
    untilNanos = nowNanos + (long) (openNanos * (1 + chance / 2));
    timesInARow++;
    opened++;
    enter(BreakerState.OPEN);
  }

  private void enter(BreakerState entered) {
    state = entered;
    period++;
    next = 0;
    remembered = 0;
    failures = 0;
    probing = false;
    served = 0;
  }

  private void remember(boolean failure) {
    if (remembered == failed.length) {
      failures -= failed[next] ? 1 : 0;
    } else {
      remembered++;
    }
    failed[next] = failure;
    failures += failure ? 1 : 0;
    next = next + 1 == failed.length ? 0 : next + 1;
  }
}
