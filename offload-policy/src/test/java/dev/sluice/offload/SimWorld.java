package dev.sluice.offload;

import dev.sluice.offload.SimScenario.Arrival;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * An edge node, a link and a cloud on one thread and a simulated clock, driving the real engine.
 * The cloud has a worker for everybody; the uplink sends byte after byte; an outage freezes both
 * directions, and when announced loses what was under way.
 */
final class SimWorld {
  private static final long TICK_NANOS = 10_000_000L;
  private static final long DETECTION_NANOS = 2_000_000_000L;

  private record Event(long at, long order, Runnable run) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final SimScenario scenario;
  private final List<Arrival> arrivals;
  private final PlacementEngine engine;

  // by request id
  private final boolean[] answered;
  private final boolean[] sent;

  private long now;
  private long order;
  private long wireFreeAt;
  private int connection;
  private int hits;

  SimWorld(SimScenario scenario, String policy) {
    this.scenario = scenario;
    arrivals = scenario.arrivals();
    answered = new boolean[arrivals.size()];
    sent = new boolean[arrivals.size()];
    engine =
        new PlacementEngine(
            new PlacementEngine.Settings(
                SimScenario.WORKERS, 3, 1_000, 1_000, 64, Duration.ofMillis(50), 2e6),
            Policies.named(policy));
    for (int i = 0; i < SimScenario.CLASSES.size(); i++) {
      engine.seedLocal(i, Duration.ofNanos((long) (SimScenario.CLASSES.get(i).serviceMs() * 1e6)));
    }
  }

  /** The share of requests answered by their deadline. */
  double hitRatio() {
    engine.onLinkUp(0);
    engine.onRoundTrip(scenario.roundTrip().toNanos(), 0);
    for (Arrival arrival : arrivals) {
      at(arrival.request().arrivalNanos(), () -> onArrival(arrival));
      at(arrival.request().deadlineNanos(), () -> onDeadline(arrival));
    }
    if (scenario.announced()) {
      at(scenario.outage().from() + DETECTION_NANOS, this::breakConnection);
      at(scenario.outage().until(), () -> engine.onLinkUp(now));
    }
    at(0, this::tick);
    while (!events.isEmpty()) {
      Event event = events.poll();
      now = event.at();
      event.run().run();
      pump();
    }
    return (double) hits / arrivals.size();
  }

  private void at(long time, Runnable run) {
    events.add(new Event(Math.max(time, now), order++, run));
  }

  private void tick() {
    if (now < scenario.length().toNanos()) {
      at(now + TICK_NANOS, this::tick);
    }
  }

  private void onArrival(Arrival arrival) {
    engine.place(arrival.request(), now);
  }

  private void onDeadline(Arrival arrival) {
    int id = (int) arrival.request().id();
    if (answered[id]) {
      return;
    }
    answered[id] = true;
    if (sent[id]) {
      engine.onCloudTimeout(id, now);
    } else {
      engine.withdraw(id, now);
    }
  }

  private void answer(int id) {
    if (!answered[id]) {
      answered[id] = true;
      hits++;
    }
  }

  private void pump() {
    for (var next = engine.nextLocal(now); next.isPresent(); next = engine.nextLocal(now)) {
      runHere(arrivals.get((int) next.orElseThrow().id()));
    }
    for (var next = engine.nextCloud(now); next.isPresent(); next = engine.nextCloud(now)) {
      sendUp(arrivals.get((int) next.orElseThrow().id()));
    }
  }

  private void runHere(Arrival arrival) {
    int id = (int) arrival.request().id();
    at(
        now + arrival.localNanos(),
        () -> {
          answer(id);
          engine.onLocalFinished(id, arrival.localNanos(), now);
        });
  }

  private void sendUp(Arrival arrival) {
    int id = (int) arrival.request().id();
    sent[id] = true;
    long transmit = (long) (arrival.request().bytes() * 8e3 / scenario.uplinkMbps());
    wireFreeAt = thaw(Math.max(now, wireFreeAt), transmit);
    long oneWay = scenario.roundTrip().toNanos() / 2;
    long there = thaw(wireFreeAt, oneWay);
    overConnection(thaw(there, oneWay + arrival.jitterNanos()), () -> engine.onReceived(id, now));
    overConnection(
        thaw(there + arrival.cloudNanos(), oneWay + arrival.jitterNanos()),
        () -> {
          answer(id);
          engine.onCloudAnswer(id, 0, arrival.cloudNanos(), now);
        });
  }

  /** When a movement on the link that begins at {@code from} ends, the outage left out. */
  private long thaw(long from, long nanos) {
    SimScenario.Outage outage = scenario.outage();
    long frozen = outage.until() - Math.max(outage.from(), from);
    boolean meets = from < outage.until() && from + nanos > outage.from();
    return from + nanos + (meets ? frozen : 0);
  }

  private void overConnection(long time, Runnable run) {
    int mine = connection;
    at(
        time,
        () -> {
          if (mine == connection) {
            run.run();
          }
        });
  }

  private void breakConnection() {
    connection++;
    wireFreeAt = scenario.outage().until();
    engine.onLinkDown(now);
  }
}
