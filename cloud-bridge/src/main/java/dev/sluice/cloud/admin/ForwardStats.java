package dev.sluice.cloud.admin;

import dev.sluice.uplink.forward.LaneReceiver;

/**
 * What edge nodes forward, in numbers at one moment: totals since the start unless said otherwise.
 *
 * @param published messages given to the broker, repetitions included
 * @param expired messages whose time was over before they could be published
 * @param unreadable messages that were damaged, or on a topic that nobody forwards to
 * @param tooLarge messages given up because the broker takes no packets of that size
 * @param refused messages given up because the broker refused them
 * @param waiting messages in the store now
 * @param storeBytes of its files now
 * @param oldestSeconds how long the oldest of them has waited, 0 when none does
 */
public record ForwardStats(
    LaneReceiver.Stats received,
    long published,
    long expired,
    long unreadable,
    long tooLarge,
    long refused,
    long waiting,
    long storeBytes,
    double oldestSeconds) {
  /** Where no edge node comes. */
  public static final ForwardStats NONE =
      new ForwardStats(new LaneReceiver.Stats(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0, 0, 0, 0);
}
