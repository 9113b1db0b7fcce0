package dev.sluice.offload;

/**
 * How long a request will wait in the cloud for its turn, from what this gateway has there and from
 * the waits that answers report. The cloud serves the earliest deadline first.
 *
 * <pre>
 *   ahead  expected service of all that is up and has an earlier deadline
 *   lead   its time to the cloud
 *   wait = max(0, share * ahead - lead)
 *   share  a worker's part in the cloud's work: 1 / workers when all of them are ours
 *   served what the cloud has served of ours from RECEIVED to the answer, that one included
 *   after an answer:  share += (1/8) ((wait + service) / served - share)    if it waited
 *                     share  = min(share, lead / ahead), at the same gain   if it did not
 * </pre>
 */
final class CloudQueue {
  private static final double GAIN = 1.0 / 8;
  private static final double WAITED_NANOS = 1e6;
  private static final double SHARE_MAX = 4;

  private final Lane out = new Lane(Integer.MAX_VALUE);
  private double share;
  private double servedNanos;

  void onSent(Ticket ticket) {
    out.add(ticket);
  }

  void onReceived(Ticket ticket) {
    ticket.servedNanos = servedNanos;
  }

  void onBack(Ticket ticket) {
    out.remove(ticket);
  }

  /** 0 while nothing has had to wait. */
  double share() {
    return share;
  }

  /** Until a worker would be free if nothing more came; {@code waiting} is still to be sent. */
  double backlogNanos(Lane waiting) {
    return share * (out.cloudWorkNanos() + waiting.cloudWorkNanos());
  }

  /** Expected service of what is out and goes before this request. */
  double aheadNanos(PlacementRequest request) {
    return out.cloudWorkAhead(request);
  }

  /** Whether the one at this position, 0 the most urgent, is out and goes before this request. */
  boolean isBefore(int position, PlacementRequest request) {
    return out.isBefore(position, request);
  }

  double aheadNanos(int position) {
    return out.at(position).cloudWorkNanos;
  }

  /**
   * @param leadNanos its time to the cloud
   * @param aheadNanos expected service of what goes before it, out already or not
   */
  double waitNanos(double leadNanos, double aheadNanos) {
    return Math.max(0, share * aheadNanos - leadNanos);
  }

  /** How long the cloud, since it RECEIVED this one, has been busy with others of this gateway. */
  double busyNanos(Ticket ticket) {
    return share * (servedNanos - ticket.servedNanos);
  }

  void onAnswer(Ticket ticket, long waitedNanos, long serviceNanos) {
    boolean waited = waitedNanos > WAITED_NANOS;
    if (waited && ticket.place == Ticket.Place.RECEIVED) {
      double served = servedNanos - ticket.servedNanos + serviceNanos;
      learn((waitedNanos + serviceNanos) / Math.max(1, served));
    } else if (!waited && ticket.aheadNanos >= WAITED_NANOS) {
      learn(Math.min(share, ticket.leadNanos / ticket.aheadNanos));
    }
    servedNanos += serviceNanos;
  }

  private void learn(double seen) {
    share += GAIN * (Math.min(SHARE_MAX, seen) - share);
  }
}
