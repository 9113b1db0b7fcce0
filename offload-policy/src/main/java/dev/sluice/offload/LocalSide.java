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
  private final Lane lane;
  private final Workers workers;
  private final TimeEstimate[] services;

  LocalSide(PlacementEngine.Settings settings, Register register) {
    this.register = register;
    lane = new Lane(settings.localQueueMax());
    workers = new Workers(settings.workers());
    services = new TimeEstimate[settings.classes()];
    for (int i = 0; i < services.length; i++) {
      services[i] = new TimeEstimate(PRIOR_NANOS);
    }
  }

  int queue() {
    return lane.size();
  }

  Workers workers() {
    return workers;
  }

  void seed(int serviceClass, long meanNanos) {
    services[serviceClass].seed(meanNanos * SEED_MARGIN);
  }

  Mask mask(PlacementRequest request) {
    if (!request.localModel()) {
      return Mask.NO_MODEL;
    }
    return lane.isFull(0) ? Mask.FULL : Mask.OPEN;
  }

  void add(Ticket ticket) {
    ticket.place = Ticket.Place.WAITING;
    lane.add(ticket);
  }

  Optional<PlacementRequest> next(Dropped dropped, long nowNanos) {
    if (!workers.hasFree()) {
      return Optional.empty();
    }
    dropHopeless(dropped, nowNanos);
    if (lane.isEmpty()) {
      return Optional.empty();
    }
    Ticket ticket = lane.takeFirst();
    workers.start(ticket, nowNanos);
    return Optional.of(ticket.request);
  }

  /** A full lane makes room by what can no longer be answered in time. */
  void makeRoom(Dropped dropped, long nowNanos) {
    if (lane.isFull(0)) {
      dropHopeless(dropped, nowNanos);
    }
  }

  private void dropHopeless(Dropped dropped, long nowNanos) {
    while (!lane.isEmpty() && isHopeless(lane.at(0).request, nowNanos)) {
      Ticket ticket = lane.takeFirst();
      dropped.add(ticket.request);
      register.retire(ticket);
    }
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
    register.retire(ticket);
  }

  void withdraw(Ticket ticket) {
    lane.remove(ticket);
    register.retire(ticket);
  }

  void predict(PlacementRequest request, long nowNanos, Prediction prediction) {
    int ahead = lane.ahead(request);
    int exact = Math.min(ahead, WALK_MAX);
    workers.beginSchedule(services, nowNanos);
    for (int i = 0; i < exact; i++) {
      workers.schedule(meanAt(i, nowNanos));
    }
    double wait = workers.firstFreeInNanos() + sampled(exact, ahead, nowNanos) / workers.count();
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
