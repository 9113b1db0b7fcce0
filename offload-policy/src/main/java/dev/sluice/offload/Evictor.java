package dev.sluice.offload;

/**
 * Keeps as many deadlines as a lane can, after each request that joins it: Moore and Hodgson's rule
 * (1968), on m workers or on the wire.
 *
 * <pre>
 *   lay the lane out in deadline order
 *   at the first request that would end late, among it and those before it, the one with the largest
 *     service / weight that the other side can make moves there
 *     if there is none, the one with the largest of all goes behind all others, or up as a probe
 *   again, until none is late
 * </pre>
 *
 * <p>Invariant: a request changes sides at most once in its life. Without it two full lanes throw
 * the same request at each other for ever.
 */
final class Evictor {
  /** Each takes a walk along the lane; more are left to the next arrival. */
  private static final int EVICTIONS_MAX = 4;

  private final LocalSide local;
  private final CloudSide cloud;
  private final News evicted;
  private final Probes probes;
  private final Prediction prediction = new Prediction();

  Evictor(LocalSide local, CloudSide cloud, News evicted) {
    this.local = local;
    this.cloud = cloud;
    this.evicted = evicted;
    probes = new Probes(cloud);
  }

  void relieveLocal(long nowNanos) {
    for (int i = 0; i < EVICTIONS_MAX; i++) {
      int late = local.firstLate(nowNanos);
      if (late < 0 || !evictLocal(late, nowNanos)) {
        return;
      }
    }
  }

  private boolean evictLocal(int late, long nowNanos) {
    Ticket mover = Ticket.NONE;
    Ticket largest = Ticket.NONE;
    for (int i = 0; i <= late; i++) {
      Ticket ticket = local.lane().at(i);
      double size = workPerWorth(ticket, nowNanos);
      if (mayEvict(ticket) && size > workPerWorth(largest, nowNanos)) {
        largest = ticket;
      }
      if (size > workPerWorth(mover, nowNanos) && mayMove(ticket) && cloudMakes(ticket, nowNanos)) {
        mover = ticket;
      }
    }
    if (mover != Ticket.NONE) {
      local.takeBack(mover);
      moveUp(mover, nowNanos);
    } else if (largest != Ticket.NONE) {
      giveUpHere(largest, nowNanos);
    }
    return largest != Ticket.NONE;
  }

  private void giveUpHere(Ticket ticket, long nowNanos) {
    boolean probe = ticket.cares.contains(Care.PROBES) && mayMove(ticket);
    if (probe && probes.takes(ticket.request, nowNanos)) {
      local.takeBack(ticket);
      ticket.probe = true;
      moveUp(ticket, nowNanos);
    } else {
      local.postpone(ticket);
    }
  }

  private double workPerWorth(Ticket ticket, long nowNanos) {
    return ticket == Ticket.NONE
        ? 0
        : local.service(ticket.request).mean(nowNanos) / ticket.request.weight();
  }

  private void moveUp(Ticket ticket, long nowNanos) {
    ticket.moved = true;
    cloud.add(ticket, nowNanos);
    evicted.add(ticket.request);
  }

  private static boolean mayEvict(Ticket ticket) {
    return ticket.cares.contains(Care.EVICTION);
  }

  private static boolean mayMove(Ticket ticket) {
    return mayEvict(ticket)
        && !ticket.moved
        && !ticket.copied
        && !ticket.copy
        && ticket.request.hasDeadline();
  }

  private boolean cloudMakes(Ticket ticket, long nowNanos) {
    if (cloud.mask(ticket.request, nowNanos) != Mask.OPEN
        || cloud.blocks(ticket.request, nowNanos) > ticket.request.weight()) {
      return false;
    }
    cloud.predict(ticket.request, nowNanos, prediction);
    return prediction.nanos() <= ticket.request.deadlineNanos() - nowNanos;
  }

  void relieveOutbox(long nowNanos) {
    for (int i = 0; i < EVICTIONS_MAX; i++) {
      int late = cloud.firstLate(nowNanos);
      if (late < 0 || !evictUp(late, nowNanos)) {
        return;
      }
    }
  }

  private boolean evictUp(int late, long nowNanos) {
    Ticket mover = Ticket.NONE;
    Ticket largest = Ticket.NONE;
    for (int i = 0; i <= late; i++) {
      Ticket ticket = cloud.outbox().at(i);
      double size = bytesPerWorth(ticket);
      if (mayEvict(ticket) && size > bytesPerWorth(largest)) {
        largest = ticket;
      }
      if (size > bytesPerWorth(mover) && mayMove(ticket) && localMakes(ticket, nowNanos)) {
        mover = ticket;
      }
    }
    if (mover != Ticket.NONE) {
      mover.moved = true;
      cloud.takeBack(mover);
      local.add(mover, nowNanos);
      evicted.add(mover.request);
    } else if (largest != Ticket.NONE) {
      cloud.postpone(largest);
    }
    return largest != Ticket.NONE;
  }

  private static double bytesPerWorth(Ticket ticket) {
    return ticket == Ticket.NONE ? -1 : ticket.request.bytes() / ticket.request.weight();
  }

  private boolean localMakes(Ticket ticket, long nowNanos) {
    if (local.mask(ticket.request, nowNanos) != Mask.OPEN
        || local.blocks(ticket.request, nowNanos) > ticket.request.weight()) {
      return false;
    }
    local.predict(ticket.request, nowNanos, prediction);
    return prediction.nanos() <= ticket.request.deadlineNanos() - nowNanos;
  }

  /** One that is hopeless where it waits: whether the other side takes it. */
  boolean movesUp(Ticket ticket, long nowNanos) {
    if (!mayMove(ticket) || !cloudMakes(ticket, nowNanos)) {
      return false;
    }
    moveUp(ticket, nowNanos);
    return true;
  }
}
