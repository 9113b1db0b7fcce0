package dev.sluice.offload;

import java.util.Optional;

/**
 * This node as a place to run: its lane, its workers, and what each class takes on them.
 *
 * <pre>
 *   wait = earliest free worker once every request ahead is laid out (64 exactly, the rest sampled)
 *   T    = wait + mean;   sd^2 = (1.25 dev)^2 + (0.25 wait)^2 + (0.5 ms)^2
 * </pre>
 *
 * The estimates learn how long a worker was <em>occupied</em>, not the model's own time: a worker
 * is free, and an answer leaves, only when the wall says so, and on a busy machine the hand-over
 * and the pre-empted time in between are as real as the model's. The model's own time is a lower
 * bound, for a caller whose clock stands still within a turn.
 */
final class LocalSide {
  private static final double PRIOR_NANOS = 20e6;
  private static final double SEED_MARGIN = 1.3;
  private static final int WALK_MAX = 64;

  private final Register register;
  private final Register copies;
  private final Lane lane;
  private final Lane postponed;
  private final Workers workers;
  private final TimeEstimate[] services;
  private final Spans spans;
  private final Flow worth;
  private final Flow work;
  private final Means means = new Means();
  private final Condition condition = new Condition(VitalLimits.ORDINARY);
  private boolean reservesWorker;

  LocalSide(PlacementEngine.Settings settings, Register register, Register copies) {
    this.register = register;
    this.copies = copies;
    lane = new Lane(settings.localQueueMax());
    postponed = new Lane(settings.localQueueMax());
    spans = new Spans(settings.classes());
    worth = new Flow(settings.classes());
    work = new Flow(settings.classes());
    workers = new Workers(settings.workers());
    services = new TimeEstimate[settings.classes()];
    for (int i = 0; i < services.length; i++) {
      services[i] = new TimeEstimate(PRIOR_NANOS);
    }
  }

  int queue() {
    return lane.size() + postponed.size();
  }

  Lane lane() {
    return lane;
  }

  TimeEstimate service(PlacementRequest request) {
    return services[request.serviceClass()];
  }

  void reserveWorker(boolean reserve) {
    reservesWorker = reserve && workers.count() > 1;
  }

  /**
   * Every request is seen here, wherever it goes: the shortest deadline is what is reserved for.
   *
   * @param cloudWork expected nanoseconds on a worker in the cloud
   */
  void see(PlacementRequest request, double cloudWork, long nowNanos) {
    spans.see(request);
    means.see(request, service(request).mean(nowNanos), cloudWork);
  }

  Means means() {
    return means;
  }

  /** Nanoseconds until all that waits in time and runs would be done. */
  double backlogNanos(long nowNanos) {
    workers.beginSchedule(services, nowNanos);
    int exact = Math.min(lane.size(), WALK_MAX);
    double work = workers.totalNanos();
    for (int i = 0; i < exact; i++) {
      work += meanAt(i, nowNanos);
    }
    return (work + sampled(exact, lane.size(), nowNanos)) / workers.count();
  }

  private boolean isLong(PlacementRequest request, long nowNanos) {
    return reservesWorker && service(request).mean(nowNanos) > spans.shortest();
  }

  Workers workers() {
    return workers;
  }

  void seed(int serviceClass, long meanNanos) {
    services[serviceClass].seed(meanNanos * SEED_MARGIN);
  }

  Condition.Snapshot condition() {
    return condition.snapshot();
  }

  void onVitals(Vitals vitals) {
    double before = condition.slowdown();
    condition.see(vitals);
    pace(before);
  }

  void use(VitalLimits limits) {
    double before = condition.slowdown();
    condition.use(limits);
    pace(before);
  }

  private void pace(double before) {
    for (TimeEstimate service : services) {
      service.onRead(condition.slowdown() / before);
    }
  }

  Mask mask(PlacementRequest request, long nowNanos) {
    if (!request.localModel()) {
      return Mask.NO_MODEL;
    }
    if (condition.closes(service(request).mean(nowNanos) / condition.slowdown())) {
      return Mask.HEAT;
    }
    return lane.isFull(postponed.size()) ? Mask.FULL : Mask.OPEN;
  }

  void add(Ticket ticket, long nowNanos) {
    ticket.place = Ticket.Place.WAITING;
    lane.add(ticket);
    PlacementRequest request = ticket.request;
    worth.add(request.serviceClass(), request.weight(), nowNanos);
    work.add(request.serviceClass(), service(request).mean(nowNanos), nowNanos);
  }

  /**
   * What is expected to miss its deadline because this request has a worker: of each class, what
   * comes so early in its run that the rest of it is longer than the class can wait, where all
   * other workers are busy too. A job that is kept from the last free worker blocks nobody.
   */
  double blocks(PlacementRequest request, long nowNanos) {
    if (isLong(request, nowNanos)) {
      return 0;
    }
    double run = service(request).mean(nowNanos);
    double lost = 0;
    double load = 0;
    for (int i = 0; i < services.length; i++) {
      double slack = spans.of(i) - services[i].mean(nowNanos);
      if (run > slack && slack > 0) {
        lost += worth.perNano(i, nowNanos) * (run - slack);
      }
      load += work.perNano(i, nowNanos) / workers.count();
    }
    return lost * Math.pow(Math.min(1, load), workers.count() - 1);
  }

  Optional<PlacementRequest> next(Farewell farewell, long nowNanos) {
    if (!workers.hasFree()) {
      return Optional.empty();
    }
    dropHopeless(lane, farewell, nowNanos);
    Ticket ticket = takeFirst(lane, nowNanos);
    if (ticket == Ticket.NONE) {
      dropHopeless(postponed, farewell, nowNanos);
      ticket = takeFirst(postponed, nowNanos);
    }
    if (ticket == Ticket.NONE) {
      return Optional.empty();
    }
    workers.start(ticket, nowNanos);
    return Optional.of(ticket.request);
  }

  /** The first that may have a worker: the last free one is not for long jobs. */
  private Ticket takeFirst(Lane from, long nowNanos) {
    boolean last = workers.busy() == workers.count() - 1;
    int count = Math.min(from.size(), WALK_MAX);
    for (int i = 0; i < count; i++) {
      Ticket ticket = from.at(i);
      if (!last || !isLong(ticket.request, nowNanos)) {
        from.remove(ticket);
        return ticket;
      }
    }
    return Ticket.NONE;
  }

  /** Behind all that can be in time; it runs when a worker would otherwise be idle. */
  void postpone(Ticket ticket) {
    lane.remove(ticket);
    ticket.postponed = true;
    postponed.add(ticket);
  }

  /** Out of its lane, to be placed elsewhere. */
  void takeBack(Ticket ticket) {
    (ticket.postponed ? postponed : lane).remove(ticket);
    ticket.postponed = false;
  }

  /** A full lane makes room by what can no longer be answered in time. */
  void makeRoom(Farewell farewell, long nowNanos) {
    if (lane.isFull(postponed.size())) {
      dropHopeless(lane, farewell, nowNanos);
      dropHopeless(postponed, farewell, nowNanos);
    }
  }

  private void dropHopeless(Lane from, Farewell farewell, long nowNanos) {
    while (!from.isEmpty() && isHopeless(from.at(0).request, nowNanos)) {
      Ticket ticket = from.takeFirst();
      ticket.postponed = false;
      if (!farewell.movesUp(ticket, nowNanos)) {
        farewell.tell(ticket);
        retire(ticket);
      }
    }
  }

  private void retire(Ticket ticket) {
    (ticket.copy ? copies : register).retire(ticket);
  }

  /** Position of the first request that would end late if all went as expected; -1 if none. */
  int firstLate(long nowNanos) {
    workers.beginSchedule(services, nowNanos);
    int count = Math.min(lane.size(), WALK_MAX);
    for (int i = 0; i < count; i++) {
      PlacementRequest request = lane.at(i).request;
      double end = workers.firstFreeInNanos() + service(request).mean(nowNanos);
      workers.schedule(service(request).mean(nowNanos));
      if (request.hasDeadline() && end > request.deadlineNanos() - nowNanos) {
        return i;
      }
    }
    return -1;
  }

  private boolean isHopeless(PlacementRequest request, long nowNanos) {
    TimeEstimate service = services[request.serviceClass()];
    double fastest = service.mean(nowNanos) - service.deviation();
    return request.hasDeadline() && request.deadlineNanos() - nowNanos < fastest;
  }

  void onFinished(Ticket ticket, long serviceNanos, long nowNanos) {
    long occupiedNanos = Math.max(serviceNanos, nowNanos - ticket.startedNanos);
    services[ticket.request.serviceClass()].learn(occupiedNanos, nowNanos);
    workers.finish(ticket);
    retire(ticket);
  }

  void withdraw(Ticket ticket) {
    takeBack(ticket);
    retire(ticket);
  }

  void predict(PlacementRequest request, long nowNanos, Prediction prediction) {
    int ahead = lane.ahead(request);
    int exact = Math.min(ahead, WALK_MAX);
    workers.beginSchedule(services, nowNanos);
    for (int i = 0; i < exact; i++) {
      workers.schedule(meanAt(i, nowNanos));
    }
    double free =
        isLong(request, nowNanos) ? workers.secondFreeInNanos() : workers.firstFreeInNanos();
    double wait = free + sampled(exact, ahead, nowNanos) / workers.count();
    TimeEstimate service = services[request.serviceClass()];
    double deviation = 1.25 * service.deviation();
    double variance = deviation * deviation + 0.0625 * wait * wait;
    prediction.set(wait + service.mean(nowNanos), variance);
  }

  /** The work between two positions, from at most 64 of them. */
  private double sampled(int from, int to, long nowNanos) {
    int count = to - from;
    int samples = Math.min(count, WALK_MAX);
    double sum = 0;
    for (int k = 0; k < samples; k++) {
      sum += meanAt(from + (int) ((long) k * count / samples), nowNanos);
    }
    return samples == 0 ? 0 : sum * count / samples;
  }

  private double meanAt(int position, long nowNanos) {
    return services[lane.at(position).request.serviceClass()].mean(nowNanos);
  }
}
