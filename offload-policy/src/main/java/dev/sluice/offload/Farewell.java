package dev.sluice.offload;

/** What becomes of a request that its lane gives up: the other lane's, or the caller's news. */
final class Farewell {
  private final News dropped;
  private final Evictor evictor;

  Farewell(News dropped, Evictor evictor) {
    this.dropped = dropped;
    this.evictor = evictor;
  }

  boolean movesUp(Ticket ticket, long nowNanos) {
    return !ticket.copy && evictor.movesUp(ticket, nowNanos);
  }

  /** A copy goes unsaid: the request itself is still out. */
  void tell(Ticket ticket) {
    if (!ticket.copy) {
      dropped.add(ticket.request);
    }
  }
}
