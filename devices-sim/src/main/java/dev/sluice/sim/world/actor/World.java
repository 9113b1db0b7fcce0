package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.Checks;
import dev.sluice.sim.world.check.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Edge, cloud, devices and everything between them, from one seed on one timeline: faults strike
 * for a while, then all heals, and when everything has had its time the promises are due.
 */
public final class World {
  private static final long SECOND = 1_000_000_000;
  private static final long HEALING_NANOS_MAX = 600 * SECOND;
  private static final long FORGETTING_NANOS = 150 * SECOND;
  private static final long PUBLISHED_MIN = 20;
  private static final long LOOK_NANOS = SECOND / 4;

  private final Timeline timeline = new Timeline();
  private final Trace trace;
  private final Checks checks = new Checks();
  private final Faults faults;
  private final long activeNanos;
  private final List<Device> devices = new ArrayList<>();
  private final EdgeHost edge;
  private final CloudHost cloud;
  private final Hop hop;
  private final List<Leg> legs;
  private final Chaos chaos;

  /**
   * @param seams {@link Seams} itself for the cores as they are
   * @param listener is told every line of the trace, as it happens
   */
  public World(long seed, Seams seams, Optional<Consumer<String>> listener) {
    SplittableRandom random = new SplittableRandom(seed);
    trace = new Trace(timeline, listener);
    Swarm swarm = new Swarm(random.split());
    faults = new Faults(swarm.faults());
    activeNanos = swarm.activeNanos();
    Surroundings world = new Surroundings(timeline, trace, faults, seams, checks, random);
    Leg edgeLeg = new Leg(timeline, swarm.leg(), faults, random.split());
    Leg cloudLeg = new Leg(timeline, swarm.leg(), faults, random.split());
    legs = List.of(edgeLeg, cloudLeg);
    hop = new Hop(edgeLeg, cloudLeg, trace, random.split());
    EdgePlan plan = swarm.edge();
    edge = new EdgeHost(life -> new EdgeProcess(life, plan, world, hop, edgeLeg));
    CloudProcess.Plan cloudPlan = swarm.cloud();
    cloud = new CloudHost(life -> new CloudProcess(life, cloudPlan, world, hop, cloudLeg));
    Messages messages = new Messages();
    for (DeviceProfile profile : swarm.devices()) {
      devices.add(new Device(profile, timeline, edge, messages, seams, random.split()));
    }
    chaos = new Chaos(world, swarm.faultPeriodNanos(), devices, edge, cloud, hop, legs);
  }

  /**
   * Runs the world to its end.
   *
   * @throws BrokenRule when something that must hold does not
   */
  public void run() {
    hopAndCoresStart();
    devices.forEach(Device::start);
    chaos.start();
    runUntil(activeNanos);
    heal();
    awaitQuiet();
    runUntil(timeline.nowNanos() + FORGETTING_NANOS);
    checkAtTheEnd();
  }

  private void hopAndCoresStart() {
    edge.start();
    cloud.start();
  }

  private void runUntil(long nanos) {
    while (timeline.step(nanos)) {
      // Each step is one event.
    }
  }

  private void heal() {
    trace.add("world", "heals", "");
    faults.end();
    legs.forEach(Leg::heal);
    devices.forEach(Device::fallSilent);
  }

  private void awaitQuiet() {
    long end = timeline.nowNanos() + HEALING_NANOS_MAX;
    while (!isQuiet() && timeline.nowNanos() < end) {
      runUntil(timeline.nowNanos() + LOOK_NANOS);
    }
    trace.add("world", "quiet", isQuiet());
  }

  private boolean isQuiet() {
    return devices.stream().allMatch(Device::isIdle)
        && edge.running().map(EdgeProcess::isQuiet).orElse(false)
        && cloud.running().isPresent();
  }

  private void checkAtTheEnd() {
    edge.running()
        .orElseThrow(() -> new BrokenRule(Rule.ACTIVITY, "the edge never came back"))
        .checkAtTheEnd();
    cloud
        .running()
        .orElseThrow(() -> new BrokenRule(Rule.ACTIVITY, "the cloud never came back"))
        .checkAtTheEnd();
    devices.forEach(
        device ->
            checks.require(
                Rule.ACKNOWLEDGED,
                device.isIdle(),
                () -> device.name() + " still waits for the broker"));
    checks.require(
        Rule.ACTIVITY,
        published() >= PUBLISHED_MIN && delivered() > 0,
        () -> published() + " messages published, " + delivered() + " delivered");
  }

  private long published() {
    return edge.lives().stream().mapToLong(life -> life.check().published()).sum();
  }

  private long delivered() {
    return edge.lives().stream().mapToLong(life -> life.check().delivered()).sum();
  }

  /** Every life of the edge process, in order. */
  public List<EdgeProcess> lives() {
    return edge.lives();
  }

  public Timeline timeline() {
    return timeline;
  }

  public Trace trace() {
    return trace;
  }

  public Checks checks() {
    return checks;
  }

  public Faults faults() {
    return faults;
  }
}
