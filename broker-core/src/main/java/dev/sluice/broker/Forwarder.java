package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;

/**
 * Takes messages for queues that outlive the process, and that are not of this broker: what waits
 * there is for somebody else. Asked within the turn, so that the publication's acknowledgement
 * waits until the journal has what was taken.
 */
public interface Forwarder {
  /** Takes nothing. */
  Forwarder NONE = (message, nowNanos) -> new Offer.Nothing();

  /** What becomes of a message. */
  sealed interface Offer {
    /** It is not wanted. */
    record Nothing() implements Offer {}

    /** It is wanted, and there is no room: who can be told so is told. */
    record Full() implements Offer {}

    /**
     * It is to be kept.
     *
     * @param queue which one, counted from 0
     * @param entry what the queue shall hold
     * @param expiresAtNanos from when on it is worth nothing; {@link Long#MAX_VALUE} for never
     */
    record Entry(int queue, Payload entry, long expiresAtNanos) implements Offer {}
  }

  /** Asks about a message that is about to be routed; at most once for each. */
  Offer offer(Message message, long nowNanos);

  /** What was offered for that message is not kept after all: its publisher may send it again. */
  default void onRefused(Message message) {}
}
