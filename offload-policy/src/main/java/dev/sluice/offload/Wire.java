package dev.sluice.offload;

/**
 * What has been handed to the socket, and what that teaches about the uplink.
 *
 * <p>One connection carries bytes in order, so an acknowledgement covers everything sent before it.
 * The time that acknowledged bytes kept the wire busy runs from the previous acknowledgement, or
 * from one round trip after the oldest was sent. When a request was alone on the wire the error of
 * its prediction is split between round trip and rate in proportion to what each was predicted to
 * contribute: small ones teach the round trip, large ones the rate. An error that is no jitter is
 * the rate's alone, for a round trip that has changed is learned from pings.
 *
 * <pre>
 *   idle  = now - max(last acknowledgement, oldest sent + rtt + 2 dev)
 *   idle > oldest bytes * rate:  rate  = max(rate, (T + idle) / (B + oldest bytes))
 *                                stall = max(0, idle - 2 * oldest bytes * rate)
 * </pre>
 */
final class Wire {
  private static final double QUIET_MIN_NANOS = 250e6;
  private static final double WINDOW_BYTES_MIN = 3 * 1024;
  private static final double WINDOW_SLACK_NANOS = 4e6;
  private static final double AHEAD_SHARE = 0.5;
  private static final double GONE_SHARE = 0.8;
  private static final long DRAIN_AFTER_MIN_NANOS = 500_000_000L;
  private static final long DRAIN_AFTER_MAX_NANOS = 32_000_000_000L;

  /** Below this share of the mean it is no jitter. */
  private static final double SHORTER = 0.75;

  /** An error beyond so many deviations of the round trip is no jitter. */
  private static final double JITTER_DEVIATIONS = 3;

  private final Register register;
  private final SendOrder sent = new SendOrder();
  private final SendOrder received = new SendOrder();
  private final UplinkRate rate;
  private final TimeEstimate roundTrip;
  private final Pings pings = new Pings();
  private final TransitError error = new TransitError();
  private boolean tracksFlight;
  private long acknowledgedNanos;
  private long heardNanos;
  private long tripLearnedNanos = Long.MIN_VALUE;
  private long aloneNanos;
  private long tripAloneNanos;
  private long drainAfterNanos = DRAIN_AFTER_MIN_NANOS;
  private boolean draining;
  private int forgotten;
  private final CloudQueue cloudQueue = new CloudQueue();

  Wire(PlacementEngine.Settings settings, Register register) {
    this.register = register;
    rate = new UplinkRate(settings.bandwidthPriorBitsPerSecond());
    roundTrip = new TimeEstimate(settings.rttPrior().toNanos());
  }

  TimeEstimate roundTrip() {
    return roundTrip;
  }

  CloudQueue cloudQueue() {
    return cloudQueue;
  }

  /** Sent and not yet RECEIVED. */
  SendOrder sent() {
    return sent;
  }

  /** Requests on the wire or in the cloud that somebody still waits for. */
  int waitedFor() {
    return sent.size() + received.size() - forgotten;
  }

  int held() {
    return sent.size() + received.size();
  }

  void onConnected(long nowNanos) {
    pings.onConnected();
    acknowledgedNanos = nowNanos;
    heardNanos = nowNanos;
  }

  void send(Ticket ticket, long nowNanos) {
    ticket.place = Ticket.Place.SENT;
    ticket.startedNanos = nowNanos;
    ticket.alone = sent.isEmpty();
    if (ticket.alone) {
      aloneNanos = nowNanos;
    }
    ticket.transitNanos = queueNanos(nowNanos) + transmitNanos(ticket.request, nowNanos);
    ticket.aheadNanos = cloudQueue.aheadNanos(ticket.request);
    cloudQueue.onSent(ticket);
    sent.add(ticket);
  }

  void onAnswer(Ticket ticket, long nowNanos) {
    heardNanos = nowNanos;
    if (ticket.place == Ticket.Place.SENT) {
      acknowledge(ticket, nowNanos);
    }
    if (ticket.place == Ticket.Place.RECEIVED) {
      remove(ticket);
    }
  }

  void acknowledge(Ticket ticket, long nowNanos) {
    Ticket oldest = sent.oldest();
    boolean timed = !ticket.resent;
    double taken = nowNanos - ticket.startedNanos - roundTrip.mean(nowNanos);
    double off = taken - ticket.transitNanos;
    long sentNanos = oldest.startedNanos;
    boolean alone = oldest.alone;
    long bytes = sent.bytes();
    while (ticket.place == Ticket.Place.SENT) {
      moveToReceived(sent.oldest(), nowNanos);
    }
    if (timed) {
      error.learn(off, nowNanos);
      learn(sentNanos, alone, bytes - sent.bytes(), nowNanos);
      tripLearnedNanos = nowNanos;
    }
    pings.onReceived(ticket.startedNanos, nowNanos);
    acknowledgedNanos = nowNanos;
    heardNanos = nowNanos;
  }

  private void moveToReceived(Ticket ticket, long nowNanos) {
    if (ticket.forgotten) {
      remove(ticket);
      return;
    }
    sent.remove(ticket);
    ticket.place = Ticket.Place.RECEIVED;
    ticket.receivedNanos = nowNanos;
    cloudQueue.onReceived(ticket);
    received.add(ticket);
  }

  private void learn(long sentNanos, boolean alone, long bytes, long nowNanos) {
    double transmit = bytes * rate.nanosPerByte(nowNanos);
    boundTrip(nowNanos - sentNanos, alone, nowNanos);
    double trip = roundTrip.mean(nowNanos);
    double quietLimit = quietLimit(bytes, nowNanos);
    double sinceAcknowledged = nowNanos - acknowledgedNanos;
    double busy = Math.min(nowNanos - sentNanos - trip, sinceAcknowledged);
    if (alone) {
      double error = nowNanos - sentNanos - (trip + transmit);
      boolean jitter = Math.abs(error) <= JITTER_DEVIATIONS * roundTrip.deviation();
      double share = jitter ? transmit / Math.max(1, trip + transmit) : 1;
      busy = transmit + error * share;
      if (share < 0.5) {
        double since = nowNanos - tripAloneNanos;
        roundTrip.learnAfter(since, (long) Math.max(0, trip + error * (1 - share)), nowNanos);
        tripAloneNanos = nowNanos;
      }
    }
    // Longer than this and it was an outage: the breaker's evidence, which says little of the rate.
    rate.learn(Math.max(0, Math.min(busy, quietLimit)), bytes, nowNanos);
  }

  /**
   * A request that took less than the trip was thought to take tells how long it is at most,
   * whatever its bytes took.
   */
  private void boundTrip(long takenNanos, boolean alone, long nowNanos) {
    if (takenNanos < SHORTER * roundTrip.mean(nowNanos)) {
      roundTrip.shorten((double) takenNanos, nowNanos);
      drainAfterNanos = DRAIN_AFTER_MIN_NANOS;
    } else if (alone && draining) {
      drainAfterNanos = Math.min(2 * drainAfterNanos, DRAIN_AFTER_MAX_NANOS);
    }
    draining = draining && !alone;
  }

  /**
   * A trip measured behind other bytes holds their queueing: only a shorter one is news. One
   * reported with an acknowledgement has been learned from it, without the time its bytes took.
   */
  void onRoundTrip(long nanos, long nowNanos) {
    if (nowNanos == tripLearnedNanos) {
      return;
    }
    boolean behindNothing = pings.stoodBehindNothing(sent, nowNanos - nanos, nowNanos);
    if (behindNothing || nanos < roundTrip.mean(nowNanos)) {
      roundTrip.learnAfter((double) pings.sinceLearned(nowNanos), nanos, nowNanos);
    }
  }

  /** Its bytes stay on the wire until an acknowledgement covers them. */
  void forget(Ticket ticket) {
    if (ticket.place == Ticket.Place.RECEIVED) {
      remove(ticket);
    } else if (!ticket.forgotten) {
      ticket.forgotten = true;
      forgotten++;
    }
  }

  void remove(Ticket ticket) {
    takeOff(ticket);
    register.retire(ticket);
  }

  private void takeOff(Ticket ticket) {
    (ticket.place == Ticket.Place.SENT ? sent : received).remove(ticket);
    cloudQueue.onBack(ticket);
    forgotten -= ticket.forgotten ? 1 : 0;
  }

  /** The connection is gone: everything that is still waited for goes back, to be sent again. */
  void returnTo(Lane outbox) {
    while (held() > 0) {
      Ticket ticket = (sent.isEmpty() ? received : sent).oldest();
      if (ticket.forgotten) {
        remove(ticket);
      } else {
        takeOff(ticket);
        ticket.resent = true;
        ticket.place = Ticket.Place.OUTBOX;
        outbox.add(ticket);
      }
    }
  }

  /**
   * Late binding: the next bytes are handed over when those below us will have left within half a
   * round trip. What has left is not counted although its acknowledgement is still to come, or the
   * wire would rest for a round trip after each large message. None at all at times on a wire that
   * is never idle: a trip that was once taken for too long would size the window, the window would
   * fill the wire for as long, and every request would take so long.
   */
  boolean hasRoom(int windowMax, long nowNanos) {
    if (!sent.isEmpty() && nowNanos - aloneNanos > drainAfterNanos) {
      draining = true;
      return false;
    }
    double trip = roundTrip.mean(nowNanos) + roundTrip.deviation() + WINDOW_SLACK_NANOS;
    boolean soonIdle = leavingNanos(nowNanos) < AHEAD_SHARE * trip;
    return sent.size() < windowMax && (sent.bytes() < WINDOW_BYTES_MIN || soonIdle);
  }

  /** Whether the cloud has acknowledged or answered anything since then. */
  boolean heardSince(long nanos) {
    return heardNanos - nanos > 0;
  }

  /** Tells the breaker how long the cloud has been quiet, when it owes us something. */
  void reportQuiet(Breaker breaker, long nowNanos) {
    if (!sent.isEmpty()) {
      long since = Math.max(heardNanos, sent.oldest().startedNanos);
      long limit = (long) quietLimit(sent.oldest().request.bytes(), nowNanos);
      breaker.onQuiet(since, limit, nowNanos);
    }
  }

  private double quietLimit(long bytes, long nowNanos) {
    double transmit = bytes * rate.nanosPerByte(nowNanos);
    return Math.max(3 * roundTrip.mean(nowNanos), QUIET_MIN_NANOS) + 2 * transmit;
  }

  void trackFlight(boolean tracked) {
    tracksFlight = tracked;
  }

  /** By how much later than thought an acknowledgement is to be expected. */
  double latenessNanos(long nowNanos) {
    return tracksFlight ? error.lateness(nowNanos) : 0;
  }

  /** How far such predictions stray. */
  double errorNanos(long nowNanos) {
    return tracksFlight ? error.deviation(nowNanos) : 0;
  }

  private double transmitNanos(PlacementRequest request, long nowNanos) {
    return request.bytes() * nanosPerByte(nowNanos);
  }

  /** How long the bytes that are sent and not acknowledged keep the wire busy. */
  double queueNanos(long nowNanos) {
    return tracksFlight ? leavingNanos(nowNanos) : sent.bytes() * nanosPerByte(nowNanos);
  }

  /**
   * The same where acknowledgements are known to come a round trip late: what must have left since,
   * at the rate that is known, counts for a fifth, for the rate is known as late as that.
   */
  private double leavingNanos(long nowNanos) {
    double all = sent.bytes() * nanosPerByte(nowNanos);
    if (sent.isEmpty()) {
      return all;
    }
    double lastLeft = acknowledgedNanos - roundTrip.mean(nowNanos);
    double leaving = nowNanos - Math.max(lastLeft, (double) sent.oldest().startedNanos);
    return all - GONE_SHARE * Math.max(0, Math.min(all, leaving));
  }

  double nanosPerByte(long nowNanos) {
    double known = rate.nanosPerByte(nowNanos);
    double idle = idleNanos(nowNanos);
    long bytes = oldestBytes();
    return idle > bytes * known ? Math.max(known, rate.withSilence(idle, bytes, nowNanos)) : known;
  }

  double stallNanos(long nowNanos) {
    double expected = oldestBytes() * rate.nanosPerByte(nowNanos);
    return Math.max(0, idleNanos(nowNanos) - 2 * expected);
  }

  private long oldestBytes() {
    return sent.isEmpty() ? 0 : sent.oldest().request.bytes();
  }

  private double idleNanos(long nowNanos) {
    if (sent.isEmpty()) {
      return 0;
    }
    double trip = roundTrip.mean(nowNanos) + 2 * roundTrip.deviation();
    double sinceDue = nowNanos - sent.oldest().startedNanos - trip;
    double sinceAcknowledged = nowNanos - acknowledgedNanos;
    return Math.max(0, Math.min(sinceDue, sinceAcknowledged));
  }
}
