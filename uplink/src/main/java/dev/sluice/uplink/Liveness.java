package dev.sluice.uplink;

/**
 * Whether the cloud answers end to end: silence counts only from the moment something was sent that
 * the cloud answers at once, and any envelope ends it.
 */
final class Liveness {
  private static final long NEVER = Long.MAX_VALUE;

  private final long pingNanos;
  private final long stallNanos;

  private boolean up;
  private boolean responsive;
  private long upSinceNanos = NEVER;
  private long responsiveSinceNanos = NEVER;
  private long awaitingSinceNanos = NEVER;
  private long pingAtNanos = NEVER;

  Liveness(EdgeLink.Settings settings) {
    this.pingNanos = settings.pingInterval().toNanos();
    this.stallNanos = settings.stallAfter().toNanos();
  }

  void onUp(long nowNanos) {
    up = true;
    upSinceNanos = nowNanos;
    awaitingSinceNanos = NEVER;
    pingAtNanos = nowNanos;
  }

  /** True when the cloud was responsive until now. */
  boolean onDown() {
    up = false;
    pingAtNanos = NEVER;
    return silence();
  }

  /** True when the cloud has just been found silent. */
  boolean onTimer(long nowNanos) {
    return stallAtNanos() <= nowNanos && silence();
  }

  /** Something went out that the cloud answers at once. */
  void onSent(long nowNanos) {
    awaitingSinceNanos = Math.min(awaitingSinceNanos, nowNanos);
  }

  /** It spoke on another plane: what is waited for may stand behind that, and waits anew. */
  void onHeardBeside(long nowNanos) {
    if (awaitingSinceNanos != NEVER) {
      awaitingSinceNanos = nowNanos;
    }
  }

  /** True when the cloud has just been found to answer. */
  boolean onHeard(long nowNanos) {
    if (!up) {
      return false; // a straggler of the last connection proves nothing about the next
    }
    awaitingSinceNanos = NEVER;
    if (responsive) {
      return false;
    }
    responsive = true;
    responsiveSinceNanos = nowNanos;
    return true;
  }

  /** True when it is time to ping, and the next time is set. */
  boolean takePing(long nowNanos) {
    if (pingAtNanos > nowNanos) {
      return false;
    }
    pingAtNanos = nowNanos + pingNanos;
    return true;
  }

  boolean up() {
    return up;
  }

  boolean responsive() {
    return responsive;
  }

  long upSinceNanos() {
    return upSinceNanos;
  }

  long responsiveSinceNanos() {
    return responsiveSinceNanos;
  }

  long nextTimerNanos() {
    return Math.min(pingAtNanos, stallAtNanos());
  }

  private long stallAtNanos() {
    return responsive && awaitingSinceNanos != NEVER ? awaitingSinceNanos + stallNanos : NEVER;
  }

  private boolean silence() {
    boolean ended = responsive;
    responsive = false;
    responsiveSinceNanos = NEVER;
    return ended;
  }
}
