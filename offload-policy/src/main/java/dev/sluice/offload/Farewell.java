package dev.sluice.offload;

import java.util.Optional;

/** What becomes of a request that its lane gives up: the other lane's, or the caller's news. */
final class Farewell {
  private final News dropped;
  private final Optional<Evictor> evictor;

  Farewell(News dropped, Optional<Evictor> evictor) {
    this.dropped = dropped;
    this.evictor = evictor;
  }

  boolean movesUp(Ticket ticket, long nowNanos) {
    return evictor.isPresent() && !ticket.copy && evictor.get().movesUp(ticket, nowNanos);
  }

  /** A copy goes unsaid: the request itself is still out. */
  void tell(Ticket ticket) {
    if (!ticket.copy) {
      dropped.add(ticket.request);
    }
  }
}
