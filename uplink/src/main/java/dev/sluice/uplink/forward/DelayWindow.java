package dev.sluice.uplink.forward;

/**
 * How many bytes may be on the way: as many as keep the link busy, and few enough that what is sent
 * next waits little behind them. Follows the delay, as LEDBAT (RFC 6817) does:
 *
 * <pre>
 * queueing = delay - least delay of the last one to two minutes
 * starting, queueing < TARGET / 2 : window += arrived
 * queueing <= TARGET              : window += UNIT * arrived / window * (1 - queueing / TARGET)
 * queueing >  TARGET              : window *= max(1/2, TARGET / queueing), once per delay
 * </pre>
 *
 * <p>The least delay is looked for again each minute, with a smaller window: under load it could
 * never be seen otherwise.
 */
final class DelayWindow {
  private static final long TARGET_NANOS = 100_000_000;
  private static final long LOOK_AGAIN_NANOS = 60_000_000_000L;
  private static final int UNIT_BYTES = 4 << 10;
  private static final int START_BYTES = 16 << 10;

  private final int bytesMax;
  private final int bytesMin;
  private double bytes;
  private boolean starting;
  private long noShrinkingUntilNanos;

  // The least delay, in this minute and the one before.
  private long least;
  private long leastBefore;
  private long lookAgainAtNanos;

  /**
   * @param bytesMax whatever the delay
   */
  DelayWindow(int bytesMax) {
    this.bytesMax = bytesMax;
    this.bytesMin = Math.min(bytesMax, UNIT_BYTES);
    connected(0);
  }

  /** Nothing is known of a new connection. */
  void connected(long nowNanos) {
    bytes = Math.min(bytesMax, START_BYTES);
    starting = true;
    noShrinkingUntilNanos = nowNanos;
    least = Long.MAX_VALUE;
    leastBefore = Long.MAX_VALUE;
    lookAgainAtNanos = nowNanos + LOOK_AGAIN_NANOS;
  }

  int bytes() {
    return (int) bytes;
  }

  /**
   * Something has arrived.
   *
   * @param delayNanos since it was sent
   * @param onTheWayBefore with it; a window that was not used says nothing about a larger one
   */
  void onArrived(long arrivedBytes, long delayNanos, long onTheWayBefore, long nowNanos) {
    if (nowNanos >= lookAgainAtNanos) {
      lookAgain(nowNanos);
    }
    least = Math.min(least, delayNanos);
    long queueing = delayNanos - Math.min(least, leastBefore);
    if (queueing > TARGET_NANOS) {
      shrink(queueing, delayNanos, nowNanos);
    } else if (onTheWayBefore * 2 >= bytes) {
      grow(arrivedBytes, queueing);
    }
    bytes = Math.max(bytesMin, Math.min(bytesMax, bytes));
  }

  private void lookAgain(long nowNanos) {
    lookAgainAtNanos = nowNanos + LOOK_AGAIN_NANOS;
    leastBefore = least;
    least = Long.MAX_VALUE;
    if (leastBefore > TARGET_NANOS) {
      bytes /= 4;
      starting = false;
    }
  }

  private void shrink(long queueing, long delayNanos, long nowNanos) {
    starting = false;
    if (nowNanos >= noShrinkingUntilNanos) {
      bytes *= Math.max(0.5, TARGET_NANOS / (double) queueing);
      noShrinkingUntilNanos = nowNanos + delayNanos;
    }
  }

  private void grow(long arrivedBytes, long queueing) {
    starting &= queueing < TARGET_NANOS / 2;
    bytes +=
        starting
            ? arrivedBytes
            : UNIT_BYTES * arrivedBytes / bytes * (1 - queueing / (double) TARGET_NANOS);
  }
}
