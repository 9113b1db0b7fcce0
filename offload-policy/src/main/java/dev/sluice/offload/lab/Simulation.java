package dev.sluice.offload.lab;

import dev.sluice.offload.Cascade;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Vitals;
import dev.sluice.offload.lab.Contender.Manner;
import dev.sluice.offload.lab.Ledger.Source;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * One course driven through the production engine, by the rules of the edge node's dispatcher: the
 * lanes are asked after each event and every 20 ms; a request ends at its deadline at the latest; a
 * connection that has been silent for two seconds is taken for broken.
 */
public final class Simulation {
  private static final long PUMP_NANOS = 20_000_000L;
  private static final long VITALS_NANOS = 1_000_000_000L;
  private static final long PING_NANOS = 1_000_000_000L;
  private static final long DETECTION_NANOS = 2_000_000_000L;
  private static final int LANE_MAX = 1_000;
  private static final int WINDOW_MAX = 64;
  private static final double BANDWIDTH_PRIOR = 2e6;
  private static final double SPEED_MIN = 0.01;

  /** The jitter of pings is the same in all courses. */
  private static final long PINGS = 1;

  private final Course course;
  private final EventQueue events = new EventQueue();
  private final Link link;
  private final CloudSite cloud;
  private final PlacementEngine engine;
  private final Ledger ledger;
  private final Manner manner;
  private final UnsureResults unsure;
  private final SecondOpinions second;
  private final BitSet onWire = new BitSet();
  private final SplittableRandom pings = new SplittableRandom(PINGS);

  private Simulation(Course course, Contender contender, long seed) {
    this.course = course;
    manner = contender.manner();
    link = new Link(course, events);
    cloud = new CloudSite(course, events);
    ledger = new Ledger(course);
    PlacementPolicy policy = contender.policy().apply(seed);
    engine = new PlacementEngine(settings(course.scenario()), policy);
    second = new SecondOpinions(cascades(course, contender, seed), engine);
    unsure = new UnsureResults(manner, link, cloud, this::onSecondOpinion, this::freeWorker);
  }

  private static List<Cascade> cascades(Course course, Contender contender, long seed) {
    return contender.manner() != Manner.CASCADE
        ? List.of()
        : course.scenario().classes().stream()
            .map(each -> (Cascade) contender.policy().apply(seed))
            .toList();
  }

  private static PlacementEngine.Settings settings(Scenario scenario) {
    return new PlacementEngine.Settings(
        scenario.workers(),
        scenario.classes().size(),
        LANE_MAX,
        LANE_MAX,
        WINDOW_MAX,
        Duration.ofMillis(50),
        BANDWIDTH_PRIOR);
  }

  /** The policy's result on this course; the seed is for policies that gamble. */
  public static RunResult run(Course course, Contender contender, long seed) {
    return new Simulation(course, contender, seed).run();
  }

  private RunResult run() {
    begin();
    for (Job job : course.jobs()) {
      events.at(job.request().arrivalNanos(), () -> onArrival(job));
      events.at(job.request().deadlineNanos(), () -> onDeadline(job));
    }
    for (Fault fault : course.scenario().faults()) {
      for (int i = 0; fault.kind() == Fault.Kind.OUTAGE && i < fault.times(); i++) {
        onLongOutage(fault.startNanos(i) + DETECTION_NANOS, fault.endNanos(i));
      }
      fault.noticed().ifPresent(after -> read(fault, after.toNanos()));
    }
    if (course.scenario().faults().stream().anyMatch(fault -> fault.noticed().isPresent())) {
      events.at(VITALS_NANOS, this::readOften);
    }
    events.at(PUMP_NANOS, this::tick);
    events.at(PING_NANOS, this::ping);
    events.runUntil(course.scenario().horizonNanos(), this::pump);
    return ledger.result();
  }

  private void begin() {
    for (int i = 0; i < course.scenario().classes().size(); i++) {
      double ms = course.scenario().classes().get(i).local().meanMs();
      engine.seedLocal(i, Duration.ofNanos((long) (ms * 1e6)));
    }
    engine.onLinkUp(0);
    engine.onRoundTrip(link.tripNanos(), 0);
  }

  private void onLongOutage(long noticed, long over) {
    if (noticed < over) {
      events.at(noticed, this::onBroken);
      events.at(over, () -> engine.onLinkUp(events.now()));
    }
  }

  /** The gateway's instruments see the fault begin and end, each time so much later. */
  private void read(Fault fault, long afterNanos) {
    for (int i = 0; i < fault.times(); i++) {
      events.at(fault.startNanos(i) + afterNanos, this::readVitals);
      events.at(fault.endNanos(i) + afterNanos, this::readVitals);
    }
  }

  /** As an edge node does. */
  private void readOften() {
    events.at(events.now() + VITALS_NANOS, this::readOften);
    readVitals();
  }

  private void readVitals() {
    double speed = Math.max(SPEED_MIN, course.noticedSpeed(events.now()));
    engine.onVitals(new Vitals(OptionalDouble.empty(), speed, 0, 0));
  }

  private void onBroken() {
    link.cut();
    onWire.clear();
    unsure.onBroken();
    engine.onLinkDown(events.now());
  }

  private void tick() {
    events.at(events.now() + PUMP_NANOS, this::tick);
  }

  private void ping() {
    events.at(events.now() + PING_NANOS, this::ping);
    if (!link.isSilent()) {
      long sent = events.now();
      Runnable back = () -> engine.onRoundTrip(events.now() - sent, events.now());
      link.ping(course.jitterNanos(pings), course.jitterNanos(pings), back);
    }
  }

  private void onArrival(Job job) {
    second.place(asked(job.request()), events.now());
    watch(job.request());
  }

  /** Wherever it is now: it may be moved up. */
  private void watch(PlacementRequest request) {
    long at = engine.rescueAtNanos(request.id(), events.now());
    events.at(at, () -> engine.rescue(request.id(), events.now()));
  }

  private PlacementRequest asked(PlacementRequest request) {
    if (manner != Manner.FIRST_COME) {
      return request;
    }
    return new PlacementRequest(
        request.id(),
        request.serviceClass(),
        request.arrivalNanos(),
        PlacementRequest.NO_DEADLINE,
        request.bytes(),
        0,
        request.privacy(),
        request.localModel());
  }

  private void onDeadline(Job job) {
    if (ledger.isOpen(job.request().id())) {
      settle(job, Source.NOWHERE);
    }
  }

  private void settle(Job job, Source source) {
    long id = job.request().id();
    ledger.settle(id, source, events.now());
    if (onWire.get((int) id)) {
      engine.onCloudTimeout(id, events.now());
    }
    engine.withdraw(id, events.now());
  }

  private void pump() {
    long now = events.now();
    for (Optional<PlacementRequest> next = engine.nextLocal(now);
        next.isPresent();
        next = engine.nextLocal(now)) {
      runHere(course.job(next.get().id()));
    }
    for (Optional<PlacementRequest> next = engine.nextCloud(now);
        next.isPresent();
        next = engine.nextCloud(now)) {
      sendUp(course.job(next.get().id()));
    }
    // What is given up has its answer, an error, at once.
    engine.drainDropped(this::onDropped);
  }

  private void onDropped(PlacementRequest request) {
    if (ledger.isOpen(request.id())) {
      Job job = course.job(request.id());
      settle(job, second.holds(job) ? Source.HERE : Source.NOWHERE);
    }
  }

  private void runHere(Job job) {
    if (onWire.get((int) job.request().id())) {
      ledger.ranTwice(job.request().id());
    }
    long started = events.now();
    long done = course.local().after(started, (double) job.localNanos());
    events.at(done, () -> onLocalResult(job, done - started));
  }

  private void onLocalResult(Job job, long nanos) {
    if (!unsure.takes(job, ledger.isOpen(job.request().id()))) {
      engine.onLocalFinished(job.request().id(), nanos, events.now());
      answerHere(job);
    } else if (manner == Manner.UNSURE_ASKS) {
      freeWorker(job);
    }
  }

  private void answerHere(Job job) {
    boolean first = ledger.isOpen(job.request().id()) && !onWire.get((int) job.request().id());
    if (first && second.ask(job, events.now())) {
      events.at(SecondOpinions.lastMomentNanos(job), () -> answer(job, Source.HERE));
    } else {
      answer(job, Source.HERE);
    }
  }

  private void freeWorker(Job job) {
    engine.onLocalFinished(job.request().id(), job.localNanos(), events.now());
  }

  private void onSecondOpinion(Job job) {
    answer(job, Source.CLOUD);
  }

  private void answer(Job job, Source source) {
    if (ledger.isOpen(job.request().id())) {
      settle(job, source);
    }
  }

  private void sendUp(Job job) {
    long id = job.request().id();
    onWire.set((int) id);
    link.send(
        job,
        () -> {
          link.home(job.downNanos(), () -> engine.onReceived(id, events.now()));
          cloud.receive(job, this::sendHome);
        });
  }

  private void sendHome(Job job, long queueNanos, long serviceNanos) {
    link.home(job.downNanos(), () -> onCloudAnswer(job, queueNanos, serviceNanos));
  }

  private void onCloudAnswer(Job job, long queueNanos, long serviceNanos) {
    engine.onCloudAnswer(job.request().id(), queueNanos, serviceNanos, events.now());
    onWire.clear((int) job.request().id());
    second.learn(job);
    answer(job, Source.CLOUD);
  }
}
