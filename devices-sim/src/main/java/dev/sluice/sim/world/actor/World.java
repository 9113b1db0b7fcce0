package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.Checks;
import dev.sluice.sim.world.check.DurableCheck;
import dev.sluice.sim.world.check.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private static final long PUBLISHED_MIN = 5;
  private static final long LOOK_NANOS = SECOND / 4;

  private final Timeline timeline = new Timeline();
  private final Trace trace;
  private final Checks checks = new Checks();
  private final Faults faults;
  private final long activeNanos;
  private final List<Device> devices = new ArrayList<>();
  private final EdgeHost edge;
  private final Optional<EdgeStore> store;
  private final Device auditor;
  private final Optional<CommandShelf> commands;
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
    // A stream of its own: with a disk or without, the rest of the world is the same.
    SplittableRandom ofDisk = new SplittableRandom(~seed);
    Optional<DiskPlan> diskPlan = DiskPlan.draw(seed, ofDisk);
    Set<Fault> drawn = swarm.faults();
    diskPlan.ifPresent(disk -> drawn.addAll(disk.faults()));
    faults = new Faults(drawn);
    activeNanos = swarm.activeNanos();
    Surroundings world = new Surroundings(timeline, trace, faults, seams, checks, random);
    Leg edgeLeg = new Leg(timeline, swarm.leg(), faults, random.split());
    Leg cloudLeg = new Leg(timeline, swarm.leg(), faults, random.split());
    legs = List.of(edgeLeg, cloudLeg);
    hop = new Hop(edgeLeg, cloudLeg, trace, random.split());
    EdgePlan plan = swarm.edge();
    store = diskPlan.map(disk -> new EdgeStore(disk, world.with(ofDisk), plan));
    edge = new EdgeHost(timeline, life -> edgeProcess(life, plan, world, edgeLeg));
    CloudProcess.Plan cloudPlan = swarm.cloud();
    Optional<CloudShelf> shelf =
        store.map(
            kept -> new CloudShelf(kept.forward(), world.with(ofDisk), kept.ledger().forward()));
    // A stream of its own, so that what comes down changes nothing that others draw.
    SplittableRandom ofCommands = new SplittableRandom(seed * 31 + 7);
    commands =
        store.map(
            kept -> new CommandShelf(kept.forward(), world.with(ofCommands), kept.ledger().down()));
    cloud =
        new CloudHost(
            life -> new CloudProcess(life, cloudPlan, world, hop, cloudLeg, shelf, commands));
    Messages messages = new Messages();
    for (DeviceProfile profile : swarm.devices()) {
      devices.add(new Device(profile, timeline, edge, messages, seams, random.split()));
    }
    DeviceProfile auditing = DeviceDraw.auditor(DurableCheck.AUDITOR.value());
    auditor = new Device(auditing, timeline, edge, messages, new Seams(), ofDisk.split());
    chaos = new Chaos(world, swarm.faultPeriodNanos(), devices, edge, cloud, hop, legs, store);
  }

  private Optional<EdgeProcess> edgeProcess(long life, EdgePlan plan, Surroundings world, Leg leg) {
    if (store.isEmpty()) {
      return Optional.of(EdgeProcess.inMemory(life, plan, world, hop, leg));
    }
    EdgeStore kept = store.get();
    return kept.open()
        .map(journal -> EdgeProcess.onDisk(life, kept.on(plan), world, hop, leg, kept, journal));
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
    if (store.isPresent()) {
      auditor.start();
    }
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
    store.ifPresent(kept -> kept.disk().mend());
    legs.forEach(Leg::heal);
    devices.forEach(Device::fallSilent);
    commands.ifPresent(CommandShelf::fallSilent);
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
        && cloud.running().isPresent()
        && commands.map(CommandShelf::isQuiet).orElse(true);
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
