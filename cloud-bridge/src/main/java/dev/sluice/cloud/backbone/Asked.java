package dev.sluice.cloud.backbone;

import dev.sluice.uplink.Envelope;
import java.time.Duration;

/**
 * A request as a worker has it.
 *
 * @param ask of the ingress, unique among all
 * @param sentMillis by the clock of the ingress, when {@code remainingMs} of the request held
 */
record Asked(String ask, Envelope.Request request, long sentMillis) {
  /**
   * How long it has yet, as far as two clocks that differ by no more than {@code skew} can tell:
   * never too short.
   *
   * @return negative for too late; {@link Long#MAX_VALUE} without deadline
   */
  long remainingMs(long nowMillis, Duration skew) {
    long remainingMs = request.remainingMs();
    if (remainingMs == Envelope.Request.NO_DEADLINE) {
      return Long.MAX_VALUE;
    }
    long ageMs = Math.max(0, nowMillis - sentMillis - skew.toMillis());
    return remainingMs - ageMs;
  }
}
