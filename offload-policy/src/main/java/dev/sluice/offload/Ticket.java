package dev.sluice.offload;

/**
 * Where one request is: in exactly one place from its placement to its end. Pooled by {@link
 * Register}, so that placing allocates nothing; nobody keeps one beyond that.
 */
final class Ticket {
  enum Place {
    /** In the pool. */
    NOWHERE,
    /** In the local lane. */
    WAITING,
    /** On a local worker. */
    RUNNING,
    /** In the outbox: recallable. */
    OUTBOX,
    /** Handed to the socket, not yet RECEIVED. */
    SENT,
    /** RECEIVED by the cloud, not yet answered. */
    RECEIVED
  }

  private static final PlacementRequest NONE =
      new PlacementRequest(-1, 0, 0, 0, 0, 0, Privacy.LOCAL_ONLY, false);

  PlacementRequest request = NONE;
  Place place = Place.NOWHERE;

  /** When it was given to its worker or to the socket. */
  long startedNanos;

  /** How long after that an answer was thought possible at most. */
  long patienceNanos;

  long receivedNanos;

  /** Handed to the socket when nothing else was outstanding: its round trip holds no queueing. */
  boolean alone;

  /** Nobody waits for it any more, but it still occupies its worker or the wire. */
  boolean forgotten;

  // Neighbours in SendOrder, or in the pool.
  Ticket previous = this;
  Ticket next = this;

  /** Whether the cloud lane holds it. */
  boolean isUp() {
    return place == Place.OUTBOX || place == Place.SENT || place == Place.RECEIVED;
  }

  void reset() {
    request = NONE;
    place = Place.NOWHERE;
    alone = false;
    forgotten = false;
  }
}
