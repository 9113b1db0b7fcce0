package dev.sluice.offload;

/**
 * The late hedge: a request whose answer from the cloud is predicted late is started here too, at
 * the last moment at which that can still help.
 *
 * <pre>
 *   when    deadline - (mean + 1.5 dev), of the local service
 *   if      the cloud's answer is predicted after the deadline, and this side can make it
 *   how     one still in the outbox moves; one on the wire gets a copy here, and the first answer wins
 *   limit   a token bucket: 1 % of the requests that go up, and a small stock for an outage
 * </pre>
 */
final class Rescuer {
  private static final double TOKENS_PER_REQUEST = 0.01;
  private static final double TOKENS_MAX = 16;
  private static final double DEVIATIONS = 1.5;

  private final LocalSide local;
  private final CloudSide cloud;
  private final Register copies;
  private final News rescued;
  private final Prediction prediction = new Prediction();
  private double tokens = TOKENS_MAX;

  Rescuer(LocalSide local, CloudSide cloud, Register copies, News rescued) {
    this.local = local;
    this.cloud = cloud;
    this.copies = copies;
    this.rescued = rescued;
  }

  void onUp() {
    tokens = Math.min(TOKENS_MAX, tokens + TOKENS_PER_REQUEST);
  }

  /** When to ask again whether this request needs help. */
  long dueNanos(Ticket ticket, long nowNanos) {
    PlacementRequest request = ticket.request;
    if (!ticket.cares.contains(Care.RESCUE)
        || !request.hasDeadline()
        || local.mask(request, nowNanos) == Mask.NO_MODEL) {
      return Long.MAX_VALUE;
    }
    TimeEstimate service = local.service(request);
    double needed = service.mean(nowNanos) + DEVIATIONS * service.deviation();
    return Math.max(nowNanos, request.deadlineNanos() - (long) needed);
  }

  void rescue(Ticket ticket, long nowNanos) {
    PlacementRequest request = ticket.request;
    long slack = request.deadlineNanos() - nowNanos;
    if (ticket.copied
        || local.mask(request, nowNanos) != Mask.OPEN
        || cloud.remainingNanos(ticket, nowNanos) <= slack) {
      return;
    }
    local.predict(request, nowNanos, prediction);
    if (prediction.nanos() > slack) {
      return;
    }
    if (ticket.place == Ticket.Place.OUTBOX) {
      pull(ticket, nowNanos);
    } else if (tokens >= 1) {
      tokens--;
      copy(ticket, nowNanos);
    }
  }

  private void pull(Ticket ticket, long nowNanos) {
    if (ticket.moved) {
      return;
    }
    ticket.moved = true;
    cloud.takeBack(ticket);
    local.add(ticket, nowNanos);
    rescued.add(ticket.request);
  }

  private void copy(Ticket ticket, long nowNanos) {
    ticket.copied = true;
    Ticket copy = copies.issue(ticket.request);
    copy.copy = true;
    copy.moved = true;
    local.add(copy, nowNanos);
    rescued.add(ticket.request);
  }
}
