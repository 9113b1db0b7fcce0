package dev.sluice.offload;

import java.util.Set;

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

  private static final PlacementRequest NO_REQUEST =
      new PlacementRequest(-1, 0, 0, 0, 0, 0, Privacy.LOCAL_ONLY, false);

  /** Stands for no ticket. */
  static final Ticket NONE = new Ticket();

  PlacementRequest request = NO_REQUEST;
  Place place = Place.NOWHERE;

  /** When it was given to its worker or to the socket. */
  long startedNanos;

  /** How long after that an answer was thought possible at most. */
  long patienceNanos;

  long receivedNanos;

  /** What it is expected to take in the cloud, as counted while it is up. */
  double cloudWorkNanos;

  /** What the cloud had served for this gateway when it RECEIVED this. */
  double servedNanos;

  /** What was out before it when it was sent, and how long its way there was thought to be. */
  double aheadNanos;

  double leadNanos;

  /** How long it was thought to need to the wire's far end when it was sent. */
  double transitNanos;

  /** Handed to the socket when nothing else was outstanding: its round trip holds no queueing. */
  boolean alone;

  /**
   * It has been sent before, on a connection that was lost or into a silence. Which of the two an
   * acknowledgement is for nobody knows, so that it tells no times (Karn and Partridge, 1987).
   */
  boolean resent;

  /** Lost where it waited, it was sent up against the odds, for what its way there teaches. */
  boolean probe;

  /** Nobody waits for it any more, but it still occupies its worker or the wire. */
  boolean forgotten;

  /** What is done for it until it ends; nothing for one whose side was fixed. */
  Set<Care> cares = Set.of();

  /** It has changed sides, and must not do so again. */
  boolean moved;

  /** It waits behind all that can be in time. */
  boolean postponed;

  /** A copy of it waits or runs here while it is out. */
  boolean copied;

  /** It is that copy. */
  boolean copy;

  // Neighbours in SendOrder, or in the pool.
  Ticket previous = this;
  Ticket next = this;

  /** Whether the cloud lane holds it. */
  boolean isUp() {
    return place == Place.OUTBOX || place == Place.SENT || place == Place.RECEIVED;
  }

  void reset() {
    request = NO_REQUEST;
    place = Place.NOWHERE;
    alone = false;
    resent = false;
    probe = false;
    forgotten = false;
    cares = Set.of();
    moved = false;
    postponed = false;
    copied = false;
    copy = false;
  }
}
