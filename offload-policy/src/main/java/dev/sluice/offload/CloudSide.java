package dev.sluice.offload;

import java.util.Optional;

/**
 * The cloud as a place to run: the outbox, the wire, the breaker, and what each class takes there.
 *
 * <pre>
 *   queue = (bytes on the wire + bytes ahead in the outbox) * rate;   tx = own bytes * rate
 *   T     = queue + tx + lateness + stall + rtt + turn + mean
 *   sd^2  = (1.25 dev)^2 + (1.25 devRtt)^2 + (0.3 devError + 0.35 (queue + tx))^2
 *         + (0.35 turn)^2 + (0.5 ms)^2
 * </pre>
 *
 * with lateness and devError the mean and deviation of {@link TransitError}, and turn the wait of
 * {@link CloudQueue}, for policies that ask for them. What would come too late counts the turn as
 * well, before it is sent: a cloud whose queue is full of what is late answers nothing in time.
 */
final class CloudSide {
  private static final double PRIOR_NANOS = 20e6;
  private static final int WALK_MAX = 64;

  private final PlacementEngine.Settings settings;
  private final Register register;
  private final Lane outbox;
  private final Lane postponed;
  private final Wire wire;
  private final Breaker breaker = new Breaker();
  private final TimeEstimate[] services;
  private final Prediction scratch = new Prediction();
  private boolean modelsQueue;
  private final Flow flow;
  private final Spans spans;

  // valid for the connection
  private boolean linkUp;

  CloudSide(PlacementEngine.Settings settings, Register register) {
    this.settings = settings;
    this.register = register;
    flow = new Flow(settings.classes());
    spans = new Spans(settings.classes());
    outbox = new Lane(settings.outboxMax());
    postponed = new Lane(settings.outboxMax());
    wire = new Wire(settings, register);
    services = new TimeEstimate[settings.classes()];
    for (int i = 0; i < services.length; i++) {
      services[i] = new TimeEstimate(PRIOR_NANOS);
    }
  }

  Wire wire() {
    return wire;
  }

  Lane outbox() {
    return outbox;
  }

  int waiting() {
    return outbox.size() + postponed.size();
  }

  /** Nanoseconds until all bytes that wait in time and are out would have left. */
  double backlogNanos(long nowNanos) {
    double waiting = outbox.bytes() * wire.nanosPerByte(nowNanos);
    return waiting + wire.queueNanos(nowNanos) + wire.stallNanos(nowNanos);
  }

  /** Whether wire or workers are busy for longer than that with what is up already. */
  boolean isBusyBeyond(double nanos, long nowNanos) {
    return backlogNanos(nowNanos) > nanos
        || (modelsQueue && wire.cloudQueue().backlogNanos(outbox) > nanos);
  }

  boolean linkUp() {
    return linkUp;
  }

  Breaker.State breaker(long nowNanos) {
    return breaker.state(nowNanos);
  }

  /** Until it has answered, the cloud is taken to be as fast as this node. */
  void seed(int serviceClass, long meanNanos) {
    if (!services[serviceClass].measured()) {
      services[serviceClass].seed((double) meanNanos);
    }
  }

  Mask mask(PlacementRequest request, long nowNanos) {
    if (request.privacy() == Privacy.LOCAL_ONLY) {
      return Mask.PRIVACY;
    }
    int reserved = request.hasDeadline() ? 0 : reservedForDeadlines();
    if (outbox.isFull(reserved + postponed.size())) {
      return Mask.FULL;
    }
    return isAnswering(nowNanos) ? Mask.OPEN : Mask.LINK;
  }

  /** Deferred requests may wait for days; an eighth of the outbox stays free of them. */
  private int reservedForDeadlines() {
    return settings.outboxMax() / 8;
  }

  /** While half open, what waits already is the probe: nothing new need gamble its deadline. */
  private boolean isAnswering(long nowNanos) {
    observe(nowNanos);
    if (!linkUp || !breaker.admits(nowNanos)) {
      return false;
    }
    return breaker.state(nowNanos) == Breaker.State.CLOSED || outbox.isEmpty();
  }

  private void observe(long nowNanos) {
    if (linkUp) {
      wire.reportQuiet(breaker, nowNanos);
      breaker.onTick(nowNanos);
    }
  }

  void add(Ticket ticket, long nowNanos) {
    ticket.place = Ticket.Place.OUTBOX;
    ticket.cloudWorkNanos = serviceNanos(ticket.request, nowNanos);
    outbox.add(ticket);
    flow.add(ticket.request.serviceClass(), ticket.request.weight(), nowNanos);
    spans.see(ticket.request);
  }

  /**
   * What is expected to miss its deadline because this request has the wire: of each class, what
   * comes so early in its transmission that the rest of it is longer than the class can wait.
   */
  double blocks(PlacementRequest request, long nowNanos) {
    double rate = wire.nanosPerByte(nowNanos);
    double transmit = request.bytes() * rate;
    double trip = wire.roundTrip().mean(nowNanos);
    double lost = 0;
    for (int i = 0; i < services.length; i++) {
      double slack = spans.of(i) - trip - services[i].mean(nowNanos);
      if (transmit > slack && slack > 0) {
        lost += flow.perNano(i, nowNanos) * (transmit - slack);
      }
    }
    return lost;
  }

  /** Behind all that can be in time; it is sent when the wire would otherwise be idle. */
  void postpone(Ticket ticket) {
    outbox.remove(ticket);
    ticket.postponed = true;
    postponed.add(ticket);
  }

  /** Out of its lane, to be placed elsewhere. */
  void takeBack(Ticket ticket) {
    (ticket.postponed ? postponed : outbox).remove(ticket);
    ticket.postponed = false;
  }

  Optional<PlacementRequest> next(Farewell farewell, long nowNanos) {
    observe(nowNanos);
    if (!linkUp || !breaker.admits(nowNanos)) {
      return Optional.empty();
    }
    boolean probe = breaker.state(nowNanos) == Breaker.State.HALF_OPEN;
    if (probe) {
      // What a silent cloud never acknowledged is taken for lost, and sent again by the same id.
      wire.returnTo(outbox);
    }
    dropHopeless(outbox, farewell, nowNanos);
    dropHopeless(postponed, farewell, nowNanos);
    Lane lane = outbox.isEmpty() ? postponed : outbox;
    if (lane.isEmpty() || !hasRoom(nowNanos)) {
      return Optional.empty();
    }
    // The one with the most time to lose is the probe.
    Ticket ticket = probe ? lane.takeLast() : lane.takeFirst();
    ticket.postponed = false;
    ticket.patienceNanos = patienceNanos(ticket.request, nowNanos);
    ticket.cloudWorkNanos = serviceNanos(ticket.request, nowNanos);
    ticket.leadNanos = leadNanos(ticket.request, nowNanos);
    wire.send(ticket, nowNanos);
    breaker.onSent(nowNanos);
    return Optional.of(ticket.request);
  }

  private boolean hasRoom(long nowNanos) {
    return wire.held() < settings.outboxMax() + settings.windowMax()
        && wire.hasRoom(settings.windowMax(), nowNanos);
  }

  private void dropHopeless(Lane from, Farewell farewell, long nowNanos) {
    while (!from.isEmpty() && isHopeless(from.at(0), nowNanos)) {
      Ticket ticket = from.takeFirst();
      farewell.tell(ticket);
      register.retire(ticket);
    }
  }

  /** Position of the first request that would end late if all went as expected; -1 if none. */
  int firstLate(long nowNanos) {
    double rate = wire.nanosPerByte(nowNanos);
    double trip = wire.roundTrip().mean(nowNanos);
    double left = wire.queueNanos(nowNanos) + wire.stallNanos(nowNanos);
    CloudQueue queue = wire.cloudQueue();
    double ahead = 0;
    int out = 0;
    int count = Math.min(outbox.size(), WALK_MAX);
    for (int i = 0; i < count; i++) {
      PlacementRequest request = outbox.at(i).request;
      if (!request.hasDeadline()) {
        return -1;
      }
      while (queue.isBefore(out, request)) {
        ahead += queue.aheadNanos(out++);
      }
      double service = serviceNanos(request, nowNanos);
      left += request.bytes() * rate;
      double end = left + trip + turnNanos(left + trip / 2, ahead) + service;
      ahead += service;
      if (end > request.deadlineNanos() - nowNanos) {
        return i;
      }
    }
    return -1;
  }

  /** Expected time to the answer of a request that is out, or waits to go. */
  double remainingNanos(Ticket ticket, long nowNanos) {
    double service = services[ticket.request.serviceClass()].mean(nowNanos);
    double deviation = services[ticket.request.serviceClass()].deviation();
    double trip = wire.roundTrip().mean(nowNanos);
    return switch (ticket.place) {
      case OUTBOX -> {
        predict(ticket.request, nowNanos, scratch);
        yield linkUp && breaker.admits(nowNanos) ? scratch.nanos() : Double.MAX_VALUE;
      }
      case SENT -> {
        double transmit = ticket.request.bytes() * wire.nanosPerByte(nowNanos);
        double due = transmit + trip + service - (nowNanos - ticket.startedNanos);
        yield Math.max(due, deviation + wire.stallNanos(nowNanos));
      }
      case RECEIVED -> Math.max(deviation, service - (nowNanos - ticket.receivedNanos));
      default -> 0;
    };
  }

  private boolean isHopeless(Ticket ticket, long nowNanos) {
    PlacementRequest request = ticket.request;
    if (!request.hasDeadline() || ticket.probe) {
      return false;
    }
    double needed = neededNanos(request, nowNanos) - deviationNanos(request);
    return request.deadlineNanos() - nowNanos < needed;
  }

  /** With an empty wire. */
  double leastNanos(PlacementRequest request, long nowNanos) {
    double transmit = request.bytes() * wire.nanosPerByte(nowNanos);
    return transmit + leastAtAnyRateNanos(request, nowNanos);
  }

  /** If the wire took no time at all. */
  double leastAtAnyRateNanos(PlacementRequest request, long nowNanos) {
    double service = services[request.serviceClass()].mean(nowNanos);
    return wire.roundTrip().mean(nowNanos) + service;
  }

  /** From the socket to the answer, behind what is on the wire now. */
  private double neededNanos(PlacementRequest request, long nowNanos) {
    double ahead = modelsQueue ? wire.cloudQueue().aheadNanos(request) : 0;
    double wait = turnNanos(leadNanos(request, nowNanos), ahead);
    return wire.queueNanos(nowNanos) + leastNanos(request, nowNanos) + wait;
  }

  /**
   * What a request waits for in the cloud until its turn comes; 0 for policies that take the cloud
   * for a mean, whose mean holds it.
   */
  private double turnNanos(double leadNanos, double aheadNanos) {
    return modelsQueue ? wire.cloudQueue().waitNanos(leadNanos, aheadNanos) : 0;
  }

  private long patienceNanos(PlacementRequest request, long nowNanos) {
    return (long) (neededNanos(request, nowNanos) + 6 * deviationNanos(request));
  }

  private double deviationNanos(PlacementRequest request) {
    return wire.roundTrip().deviation() + services[request.serviceClass()].deviation();
  }

  void modelQueue(boolean models) {
    modelsQueue = models;
  }

  /** What it is expected to take of a worker in the cloud. */
  double serviceNanos(PlacementRequest request, long nowNanos) {
    return services[request.serviceClass()].mean(nowNanos);
  }

  /** By how much longer the cloud's workers have to do; 0 while nothing has had to wait there. */
  double addsNanos(PlacementRequest request, long nowNanos) {
    return modelsQueue ? wire.cloudQueue().share() * serviceNanos(request, nowNanos) : 0;
  }

  /** Expected service of what goes before it, in the outbox and in the cloud. */
  private double workAheadNanos(PlacementRequest request) {
    return outbox.cloudWorkAhead(request) + wire.cloudQueue().aheadNanos(request);
  }

  /** From the socket to the cloud. */
  private double leadNanos(PlacementRequest request, long nowNanos) {
    double transmit = request.bytes() * wire.nanosPerByte(nowNanos);
    return wire.queueNanos(nowNanos) + transmit + wire.roundTrip().mean(nowNanos) / 2;
  }

  void onAnswer(Ticket ticket, long queueNanos, long serviceNanos, long nowNanos) {
    TimeEstimate service = services[ticket.request.serviceClass()];
    if (modelsQueue) {
      service.learn(serviceNanos, nowNanos);
      wire.cloudQueue().onAnswer(ticket, queueNanos, serviceNanos);
    } else {
      service.learn(queueNanos + serviceNanos, nowNanos);
    }
    answered(ticket, nowNanos);
  }

  /**
   * It answered that it cannot. For whoever asks it is then as good as one that takes all the time
   * that there is; as after every bad spell, that fades.
   */
  void onRefusal(Ticket ticket, long nowNanos) {
    if (ticket.request.hasDeadline()) {
      TimeEstimate service = services[ticket.request.serviceClass()];
      long hadNanos = ticket.request.deadlineNanos() - ticket.startedNanos;
      service.learn(Math.max(hadNanos, (long) service.mean(nowNanos)), nowNanos);
    }
    answered(ticket, nowNanos);
  }

  private void answered(Ticket ticket, long nowNanos) {
    breaker.onReply();
    if (ticket.place == Ticket.Place.OUTBOX) {
      // Sent before the link was lost, answered after it returned: no need to send it again.
      withdraw(ticket);
    } else {
      wire.onAnswer(ticket, nowNanos);
    }
  }

  /** An answer to what nobody waits for any more still shows that the cloud answers. */
  void onLateAnswer() {
    breaker.onReply();
  }

  void onTimeout(Ticket ticket, long nowNanos) {
    if (ticket.place == Ticket.Place.OUTBOX || ticket.forgotten) {
      withdraw(ticket);
      return;
    }
    // Sent too late is our own doing: evidence is what took longer than was thought when it left.
    // A wire that is slower than was thought is none: its acknowledgements teach the rate.
    boolean onWire = ticket.place == Ticket.Place.SENT && wire.heardSince(ticket.startedNanos);
    if (nowNanos - ticket.startedNanos > ticket.patienceNanos && !onWire) {
      breaker.onTimeout(ticket.startedNanos, nowNanos);
    } else if (ticket.place == Ticket.Place.RECEIVED) {
      breaker.onInconclusive(ticket.startedNanos);
    }
    if (ticket.place == Ticket.Place.RECEIVED) {
      learnAtLeast(ticket, nowNanos);
    }
    wire.forget(ticket);
  }

  /**
   * The cloud had it this long, was busy with others of ours for a part of it, and did not answer:
   * its service takes at least the rest.
   */
  private void learnAtLeast(Ticket ticket, long nowNanos) {
    TimeEstimate service = services[ticket.request.serviceClass()];
    double others = modelsQueue ? wire.cloudQueue().busyNanos(ticket) : 0;
    long elapsedNanos = nowNanos - ticket.receivedNanos - (long) others;
    if (elapsedNanos > service.mean(nowNanos)) {
      service.learn(elapsedNanos, nowNanos);
    }
  }

  void withdraw(Ticket ticket) {
    if (ticket.place == Ticket.Place.OUTBOX) {
      takeBack(ticket);
      register.retire(ticket);
    } else {
      wire.forget(ticket);
    }
  }

  void onLinkUp(long nowNanos) {
    linkUp = true;
    wire.onConnected(nowNanos);
    breaker.onLinkUp();
  }

  void onLinkDown() {
    linkUp = false;
    breaker.onLinkDown();
    wire.returnTo(outbox);
  }

  void predict(PlacementRequest request, long nowNanos, Prediction prediction) {
    double rate = wire.nanosPerByte(nowNanos);
    double bytes = outbox.bytesAhead(request) + request.bytes();
    double transit = bytes * rate + wire.queueNanos(nowNanos);
    TimeEstimate service = services[request.serviceClass()];
    TimeEstimate trip = wire.roundTrip();
    double serviceSd = 1.25 * service.deviation();
    double tripSd = 1.25 * trip.deviation();
    double transitSd = 0.3 * wire.errorNanos(nowNanos) + 0.35 * transit;
    double mean =
        transit + wire.latenessNanos(nowNanos) + wire.stallNanos(nowNanos) + trip.mean(nowNanos);
    double ahead = modelsQueue ? workAheadNanos(request) : 0;
    double wait = turnNanos(transit + trip.mean(nowNanos) / 2, ahead);
    double waitSd = 0.35 * wait;
    prediction.set(
        mean + service.mean(nowNanos) + wait,
        serviceSd * serviceSd + tripSd * tripSd + transitSd * transitSd + waitSd * waitSd);
  }
}
