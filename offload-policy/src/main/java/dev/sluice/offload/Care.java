package dev.sluice.offload;

/** What the engine does for a policy's requests after they are placed. */
public enum Care {
  /**
   * When a lane cannot keep all its deadlines, the request that costs it most is moved to the other
   * side if that side can make it, else behind all others.
   */
  EVICTION,
  /** One local worker never takes a job that is longer than the shortest deadline. */
  RESERVED_WORKER,
  /** A request whose cloud answer is late is started here at the last responsible moment. */
  RESCUE,
  /** The cloud is taken for a queue that fills with what is sent, not for a mean. */
  CLOUD_QUEUE,
  /**
   * Now and then one that is lost here is sent up against the odds, to learn what the wire takes.
   */
  PROBES,
  /** Bytes that must have left are not taken for waiting, and the errors of that are learned. */
  FLIGHT
}
