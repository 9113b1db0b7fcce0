package dev.sluice.offload;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Placement of requests on two lanes: estimators, masks, policy, and both queues in deadline order.
 * Owned by one thread; time is an argument. Every request is in at most one place: waiting here,
 * running here, waiting for the wire (recallable), or on the wire.
 *
 * <p>What it waits for comes back as calls, except the passing of time: a breaker that may be
 * probed again, a worker whose next request has become hopeless. The caller asks {@link #nextLocal}
 * and {@link #nextCloud} after every call that may have freed something, and on a timer while
 * anything waits.
 */
public final class PlacementEngine {

  /**
   * @param workers local workers, at least 1
   * @param classes number of service classes
   * @param localQueueMax requests waiting for a worker
   * @param outboxMax requests waiting for the wire (recallable), deferred ones included; an eighth
   *     is kept free of deferred ones
   * @param windowMax requests on the wire without RECEIVED
   * @param rttPrior round trip before the first measurement
   * @param bandwidthPriorBitsPerSecond before the first measurement, 2 Mbit/s if nothing is known
   */
  public record Settings(
      int workers,
      int classes,
      int localQueueMax,
      int outboxMax,
      int windowMax,
      Duration rttPrior,
      double bandwidthPriorBitsPerSecond) {
    public Settings {
      requirePositive("workers", workers);
      requirePositive("classes", classes);
      requirePositive("localQueueMax", localQueueMax);
      requirePositive("outboxMax", outboxMax);
      requirePositive("windowMax", windowMax);
      requirePositive("rttPrior in seconds", rttPrior.toNanos() / 1e9);
      requirePositive("bandwidthPriorBitsPerSecond", bandwidthPriorBitsPerSecond);
    }

    private static void requirePositive(String name, double value) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("placement: " + name + " must be above 0, is " + value);
      }
    }
  }

  private final Settings settings;
  private final Register register = new Register();
  private final Register copies = new Register();
  private final LocalSide local;
  private final CloudSide cloud;
  private final Forecast forecast;
  private final News dropped;
  private final News evicted;
  private final News rescued;
  private final Evictor evictor;
  private final Rescuer rescuer;
  private final Farewell farewell;
  private final Decision decision = new Decision();
  private PlacementPolicy policy;
  private PlacementWitness witness = PlacementWitness.NONE;

  public PlacementEngine(Settings settings, PlacementPolicy policy) {
    this.settings = settings;
    this.policy = policy;
    local = new LocalSide(settings, register, copies);
    cloud = new CloudSide(settings, register);
    forecast = new Forecast(local, cloud);
    int heldMax = settings.localQueueMax() + settings.outboxMax();
    dropped = new News(heldMax);
    evicted = new News(heldMax);
    rescued = new News(heldMax);
    evictor = new Evictor(local, cloud, evicted);
    rescuer = new Rescuer(local, cloud, copies, rescued);
    farewell = new Farewell(dropped, evictor);
    use(policy);
  }

  /** Another policy from now on; what is placed keeps the care that it was placed with. */
  public void use(PlacementPolicy next) {
    policy = next;
    local.reserveWorker(next.cares().contains(Care.RESERVED_WORKER));
    cloud.modelQueue(next.cares().contains(Care.CLOUD_QUEUE));
    cloud.wire().trackFlight(next.cares().contains(Care.FLIGHT));
  }

  /**
   * Decides and, unless the action is SHED, enqueues. The decision object is the engine's own and
   * valid until the next call.
   *
   * @throws IllegalArgumentException if the id is placed already, or the class is none of ours
   */
  public Decision place(PlacementRequest request, long nowNanos) {
    return place(request, policy, nowNanos);
  }

  /**
   * As {@link #place}, with the policy named here instead of the engine's (a route that fixes its
   * side).
   */
  public Decision place(PlacementRequest request, PlacementPolicy policy, long nowNanos) {
    check(request);
    local.see(request, cloud.serviceNanos(request, nowNanos), nowNanos);
    local.makeRoom(farewell, nowNanos);
    forecast.begin(request, policy.worth(request), nowNanos, decision);
    witness.deciding(request, forecast, nowNanos);
    policy.decide(request, forecast, nowNanos, decision);
    forecast.explain(decision);
    switch (decision.action()) {
      case LOCAL -> placeHere(issue(request, policy), nowNanos);
      case CLOUD, DEFER -> placeUp(issue(request, policy), nowNanos);
      case SHED -> {}
    }
    return decision;
  }

  private Ticket issue(PlacementRequest request, PlacementPolicy policy) {
    Ticket ticket = register.issue(request);
    ticket.cares = policy.cares();
    return ticket;
  }

  private void placeHere(Ticket ticket, long nowNanos) {
    local.add(ticket, nowNanos);
    if (ticket.cares.contains(Care.EVICTION)) {
      evictor.relieveLocal(nowNanos);
    }
  }

  private void placeUp(Ticket ticket, long nowNanos) {
    cloud.add(ticket, nowNanos);
    rescuer.onUp();
    if (ticket.cares.contains(Care.EVICTION)) {
      evictor.relieveOutbox(nowNanos);
    }
  }

  /** Shows every question to a witness, which must not keep the state. */
  public void witness(PlacementWitness next) {
    witness = next;
  }

  private void check(PlacementRequest request) {
    checkClass(request.serviceClass());
    if (register.holds(request.id())) {
      throw new IllegalArgumentException("request id " + request.id() + " is already placed");
    }
  }

  private void checkClass(int serviceClass) {
    if (serviceClass < 0 || serviceClass >= settings.classes()) {
      throw new IllegalArgumentException(
          "service class " + serviceClass + " is not one of " + settings.classes());
    }
  }

  /**
   * Takes the next request (earliest deadline first) for a free local worker; empty when none waits
   * or none is free. Those that would end too late even if they started now leave the lane instead:
   * {@link #drainDropped} tells which.
   */
  public Optional<PlacementRequest> nextLocal(long nowNanos) {
    return local.next(farewell, nowNanos);
  }

  /**
   * Takes the next request (earliest deadline first, deferred last) for the wire; empty while the
   * window, the link or the breaker is closed. Those that the cloud could not answer in time any
   * more leave the outbox instead: {@link #drainDropped} tells which.
   */
  public Optional<PlacementRequest> nextCloud(long nowNanos) {
    return cloud.next(farewell, nowNanos);
  }

  /**
   * Requests given up since the last call because no side could answer them in time. The engine
   * holds them no longer; the caller owes their answer, at once or when their deadline passes.
   */
  public void drainDropped(Consumer<PlacementRequest> consumer) {
    dropped.drain(consumer);
  }

  /** Requests that changed sides since the last call because their lane could not keep them. */
  public void drainEvicted(Consumer<PlacementRequest> consumer) {
    evicted.drain(consumer);
  }

  /**
   * Requests that {@link #rescue} started here since the last call. {@link #nextLocal} hands them
   * out like any other; one of them may be on the wire as well, and then its first answer counts.
   */
  public void drainRescued(Consumer<PlacementRequest> consumer) {
    rescued.drain(consumer);
  }

  /**
   * When to call {@link #rescue} for a request that has just been placed, wherever: it may be moved
   * up. {@link Long#MAX_VALUE} when never.
   */
  public long rescueAtNanos(long id, long nowNanos) {
    return rescuer.dueNanos(register.find(id), nowNanos);
  }

  /** Starts a request here if its cloud answer is predicted late and there is still time. */
  public void rescue(long id, long nowNanos) {
    Ticket ticket = register.find(id);
    if (ticket.isUp() && !ticket.forgotten) {
      rescuer.rescue(ticket, nowNanos);
    }
  }

  /**
   * A worker has finished, or failed; {@code serviceNanos} is the model's own time. Frees the
   * worker and teaches the estimator how long it was occupied.
   *
   * @throws IllegalArgumentException if no worker runs this request
   */
  public void onLocalFinished(long id, long serviceNanos, long nowNanos) {
    Ticket copy = copies.find(id);
    Ticket ticket = copy.place == Ticket.Place.RUNNING ? copy : register.find(id);
    if (ticket.place != Ticket.Place.RUNNING) {
      throw new IllegalArgumentException("request id " + id + " is on no worker");
    }
    local.onFinished(ticket, serviceNanos, nowNanos);
  }

  /** The cloud said RECEIVED for a request on the wire, and so for all sent before it. */
  public void onReceived(long id, long nowNanos) {
    Ticket ticket = register.find(id);
    if (ticket.place == Ticket.Place.SENT) {
      cloud.wire().acknowledge(ticket, nowNanos);
    }
  }

  /**
   * The cloud answered, after {@code queueNanos} in its queue and {@code serviceNanos} of its
   * model, as it reports them. Call it for late answers too: they show that the cloud answers.
   */
  public void onCloudAnswer(long id, long queueNanos, long serviceNanos, long nowNanos) {
    Ticket ticket = register.find(id);
    if (ticket.isUp()) {
      cloud.onAnswer(ticket, queueNanos, serviceNanos, nowNanos);
    } else {
      cloud.onLateAnswer();
    }
  }

  /** The cloud answered that it has no answer: a model or its server failed, or all is full. */
  public void onCloudRefusal(long id, long nowNanos) {
    Ticket ticket = register.find(id);
    if (ticket.isUp()) {
      cloud.onRefusal(ticket, nowNanos);
    } else {
      cloud.onLateAnswer();
    }
  }

  /**
   * Forgets the request wherever it waits; a running one keeps its worker until {@link
   * #onLocalFinished}.
   */
  public void withdraw(long id, long nowNanos) {
    Ticket copy = copies.find(id);
    if (copy.place == Ticket.Place.WAITING) {
      local.withdraw(copy);
    }
    Ticket ticket = register.find(id);
    switch (ticket.place) {
      case WAITING -> local.withdraw(ticket);
      case OUTBOX, SENT, RECEIVED -> cloud.withdraw(ticket);
      case RUNNING, NOWHERE -> {}
    }
  }

  /**
   * An on-wire request with deadline got no answer in time: evidence for the breaker. Forgets the
   * request too, so it takes the place of {@link #withdraw}; one still in the outbox is forgotten
   * without evidence.
   */
  public void onCloudTimeout(long id, long nowNanos) {
    Ticket ticket = register.find(id);
    if (ticket.isUp()) {
      cloud.onTimeout(ticket, nowNanos);
    }
  }

  public void onRoundTrip(long rttNanos, long nowNanos) {
    cloud.wire().onRoundTrip(rttNanos, nowNanos);
  }

  /** How the machine under this gateway is now; once a second or so. */
  public void onVitals(Vitals vitals) {
    local.onVitals(vitals);
  }

  /** What the machine's temperature means from now on. */
  public void use(VitalLimits limits) {
    local.use(limits);
  }

  public void onLinkUp(long nowNanos) {
    cloud.onLinkUp(nowNanos);
  }

  /** What was on the wire returns to the outbox, to be sent again by the same id. */
  public void onLinkDown(long nowNanos) {
    cloud.onLinkDown();
  }

  /** Seeds the estimate of a class from timed runs at model load. */
  public void seedLocal(int serviceClass, Duration mean) {
    checkClass(serviceClass);
    local.seed(serviceClass, mean.toNanos());
    cloud.seed(serviceClass, mean.toNanos());
  }

  public Snapshot snapshot(long nowNanos) {
    Wire wire = cloud.wire();
    return new Snapshot(
        policy.name(),
        local.queue(),
        local.workers().busy(),
        cloud.waiting(),
        cloud.outbox().withoutDeadline(),
        wire.waitedFor(),
        wire.sent().bytes(),
        cloud.linkUp(),
        cloud.breaker(nowNanos).toString(),
        wire.roundTrip().mean(nowNanos) / 1e6,
        8e3 / wire.nanosPerByte(nowNanos),
        local.condition());
  }

  /** The engine in numbers, for metrics and status. Times in milliseconds. */
  public record Snapshot(
      String policy,
      int localQueue,
      int localRunning,
      int outbox,
      int deferred,
      int onWire,
      long onWireBytes,
      boolean linkUp,
      String breaker,
      double rttMs,
      double uplinkMbps,
      Condition.Snapshot condition) {}
}
