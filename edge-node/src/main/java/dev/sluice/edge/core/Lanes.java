package dev.sluice.edge.core;

/** What the core has to know of the queues to the cloud, now and without waiting. */
public interface Lanes {
  /** Whether the lane takes no more. */
  boolean isFull(int lane);

  /** The last number of the lane that may be sent. */
  long settled(int lane);
}
