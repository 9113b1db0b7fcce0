package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Payload;
import java.util.OptionalDouble;

/** What was last forwarded of one topic. */
final class TopicMemory {
  private static final long NEVER = Long.MAX_VALUE;

  private int passedOver;
  private boolean forwarded;
  private long forwardedAtNanos;
  private OptionalDouble number = OptionalDouble.empty();
  private Payload payload = Payload.EMPTY;
  private boolean retain;

  /** {@link Long#MAX_VALUE} when nothing of it was forwarded yet. */
  long sinceForwardedNanos(long nowNanos) {
    return forwarded ? nowNanos - forwardedAtNanos : NEVER;
  }

  boolean sampledOut(Sampling sampling, long nowNanos) {
    if (forwarded && !sampling.takes(passedOver, sinceForwardedNanos(nowNanos))) {
      passedOver++;
      return true;
    }
    passedOver = 0;
    return false;
  }

  /**
   * @param value empty when it cannot be told; it then counts as a move
   */
  boolean within(Deadband deadband, OptionalDouble value, long nowNanos) {
    return number.isPresent()
        && value.isPresent()
        && !deadband.lets(number.getAsDouble(), value.getAsDouble(), sinceForwardedNanos(nowNanos));
  }

  boolean repeats(Payload next, boolean nextRetain, long windowNanos, long nowNanos) {
    return sinceForwardedNanos(nowNanos) < windowNanos
        && retain == nextRetain
        && payload.equals(next);
  }

  /**
   * @param kept what a repetition would be compared with
   */
  void forwarded(OptionalDouble value, Payload kept, boolean keptRetain, long nowNanos) {
    forwarded = true;
    forwardedAtNanos = nowNanos;
    number = value;
    payload = kept;
    retain = keptRetain;
  }

  int payloadBytes() {
    return payload.size();
  }
}
