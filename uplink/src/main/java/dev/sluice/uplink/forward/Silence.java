package dev.sluice.uplink.forward;

/** How long nothing has been heard though there was something to be heard. */
final class Silence {
  private static final long NEVER = Long.MAX_VALUE;

  private final long stallNanos;
  private long sinceNanos = NEVER;

  /**
   * @param stallNanos silence after which the connection is no good
   */
  Silence(long stallNanos) {
    this.stallNanos = stallNanos;
  }

  /** Something went out that is answered. */
  void onSent(long nowNanos) {
    sinceNanos = Math.min(sinceNanos, nowNanos);
  }

  /** An answer came, or there is no connection. */
  void ends() {
    sinceNanos = NEVER;
  }

  /** The other side spoke, and has not answered yet. */
  void onHeardBeside(long nowNanos) {
    sinceNanos = sinceNanos == NEVER ? NEVER : nowNanos;
  }

  /** {@link Long#MAX_VALUE} while nothing is to be heard. */
  long stallAtNanos() {
    return sinceNanos == NEVER ? NEVER : sinceNanos + stallNanos;
  }
}
