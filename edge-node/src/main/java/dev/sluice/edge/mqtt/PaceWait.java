package dev.sluice.edge.mqtt;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits until a client that sends too fast may go on, and shows meanwhile that it lives. */
final class PaceWait {
  /** A client that is not read shows no sign of life: this often we do it for the client. */
  private static final long SIGN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClientPace pace;
  private final Runnable sign;
  private final Runnable over;
  private boolean ended;

  /**
   * @param sign told once a second while it waits
   * @param over told once when a wait has ended
   */
  PaceWait(ClientPace pace, Runnable sign, Runnable over) {
    this.pace = pace;
    this.sign = sign;
    this.over = over;
  }

  /** Whether a publication comes too early; if so, the wait has begun. */
  boolean begins(int bytes, ScheduledExecutorService loop) {
    long nanos = pace.take(bytes);
    if (nanos > 0) {
      waitFor(nanos, loop);
    }
    return nanos > 0;
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // When it comes to a closed channel it does nothing.
  private void waitFor(long nanos, ScheduledExecutorService loop) {
    long now = Math.min(nanos, SIGN_NANOS);
    loop.schedule(() -> waited(nanos - now, loop), now, TimeUnit.NANOSECONDS);
  }

  private void waited(long nanosLeft, ScheduledExecutorService loop) {
    if (nanosLeft > 0 && !ended) {
      sign.run();
      waitFor(nanosLeft, loop);
    } else {
      over.run();
    }
  }

  /** The client is heard no more. */
  void end() {
    ended = true;
  }
}
