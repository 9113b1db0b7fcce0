package dev.sluice.sim.world.actor;

import dev.sluice.cloud.core.CloudCore;
import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.CloudCheck;
import dev.sluice.sim.world.check.Rule;
import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.ForwardKind;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** One life of the cloud bridge: the production core, its workers, its connection to the hop. */
final class CloudProcess implements HopClient.Owner {
  private static final double FAILURE = 0.1;
  private static final double HANG = 0.05;
  private static final long HANG_NANOS = 1_500_000_000;
  private static final String EDGE = "edge";

  /**
   * How each life is set up.
   *
   * @param serviceNanos a model's time, about
   */
  record Plan(MonotonicClock clock, CloudCore.Settings settings, long serviceNanos) {}

  private final Plan plan;
  private final Surroundings world;
  private final Timeline timeline;
  private final SplittableRandom random;
  private final CloudCheck check;
  private final HopClient downlink;
  private final Optional<CloudShelf> shelf;
  private final Optional<CommandShelf> commands;
  private final Queue<CloudCore.Output> outputs = new ArrayDeque<>();
  private CloudCore core;
  private long timerAtNanos = Long.MAX_VALUE;
  private boolean dead;

  CloudProcess(
      int life,
      Plan plan,
      Surroundings world,
      Hop hop,
      Leg leg,
      Optional<CloudShelf> shelf,
      Optional<CommandShelf> commands) {
    this.shelf = shelf;
    this.commands = commands;
    this.plan = plan;
    this.world = world;
    this.timeline = world.timeline();
    this.random = world.random().split();
    this.check =
        new CloudCheck(
            plan.settings().workers(), plan.settings().link().grace().toNanos(), world.checks());
    this.core = new CloudCore(plan.settings(), outputs::add);
    this.downlink =
        new HopClient(timeline, hop, hop.cloud(), leg, life * 100_000, this, random.split());
  }

  void start() {
    world.trace().add("cloud", "start", "");
    shelf.ifPresent(store -> store.start(this::sendForward));
    commands.ifPresent(own -> own.start(this::sendForward));
    downlink.open();
  }

  void crash() {
    world.trace().add("cloud", "crash", "");
    dead = true;
    shelf.ifPresent(CloudShelf::crash);
    commands.ifPresent(CommandShelf::crash);
    downlink.stop();
  }

  void breakDownlink() {
    downlink.onBroken();
  }

  @Override
  public void onUp() {
    world.trace().add("cloud", "downlink up", "");
  }

  @Override
  public void onDown() {
    world.trace().add("cloud", "downlink down", "");
  }

  private void sendForward(byte[] bytes) {
    downlink.send(new Hop.Parcel(Hop.Plane.FORWARDING, bytes, false));
  }

  @Override
  public void onParcel(Hop.Parcel parcel) {
    byte[] bytes = parcel.bytes();
    world.trace().add("hop", "-> cloud", parcel);
    if (parcel.plane() == Hop.Plane.FORWARDING) {
      onForward(bytes);
      return;
    }
    commands.ifPresent(CommandShelf::onHeard);
    if (world.seams().cloudForgets()) {
      core = new CloudCore(plan.settings(), outputs::add);
    }
    check.heard(linkOf(bytes));
    turn(now -> core.onBytes(EDGE, bytes, now));
  }

  private void onForward(byte[] bytes) {
    if (ForwardKind.of(bytes).isForReceiver()) {
      shelf.ifPresent(store -> store.onBytes(bytes));
      commands.ifPresent(CommandShelf::onHeard);
    } else {
      commands.ifPresent(own -> own.onBytes(bytes));
    }
  }

  private static LinkId linkOf(byte[] bytes) {
    try {
      return EnvelopeCodec.decode(bytes).link();
    } catch (MalformedEnvelopeException e) {
      throw new BrokenRule(Rule.NO_FAULT, "malformed on its way: " + e.getMessage());
    }
  }

  private void turn(LongConsumer act) {
    if (dead) {
      return;
    }
    long now = plan.clock().read(timeline.nowNanos());
    try {
      act.accept(now);
    } catch (RuntimeException escaped) {
      throw new BrokenRule(Rule.NO_FAULT, escaped);
    }
    for (CloudCore.Output next = outputs.poll(); next != null; next = outputs.poll()) {
      perform(next, now);
    }
    rearm();
  }

  private void perform(CloudCore.Output output, long now) {
    if (output instanceof CloudCore.Output.Publish publish) {
      boolean kept = publish.delivery() == CloudLink.Delivery.KEPT;
      downlink.send(new Hop.Parcel(Hop.Plane.REQUESTS, publish.bytes(), kept));
    } else if (output instanceof CloudCore.Output.Start start) {
      check.onStart(start.job(), now);
      run(start.job());
    }
  }

  private void run(Job job) {
    world.trace().add("cloud", "runs", job.request().requestId());
    long service =
        world.faults().strike(Fault.MODEL_HANG, HANG, random)
            ? random.nextLong(HANG_NANOS)
            : plan.serviceNanos() / 2 + random.nextLong(plan.serviceNanos());
    JobResult result =
        world.faults().strike(Fault.MODEL_FAILURE, FAILURE, random)
            ? new JobResult.Refused(Envelope.Status.FAILED, "the model failed", service)
            : new JobResult.Done("normal", 0.25f, 0.75f, "1", service);
    long started = plan.clock().read(timeline.nowNanos());
    timeline.after(service, () -> onResult(job, result, started));
  }

  private void onResult(Job job, JobResult result, long started) {
    if (dead || world.seams().losesResult(job)) {
      return;
    }
    check.onEnd(job, plan.clock().read(timeline.nowNanos()));
    turn(now -> core.onResult(job, result, started, now));
  }

  private void rearm() {
    long next = core.nextTimerNanos();
    if (next != timerAtNanos) {
      timerAtNanos = next;
      if (next != Long.MAX_VALUE) {
        timeline.at(plan.clock().whenItSays(next), () -> onTimer(next));
      }
    }
  }

  private void onTimer(long due) {
    if (dead || due != timerAtNanos) {
      return;
    }
    timerAtNanos = Long.MAX_VALUE;
    turn(core::onTimer);
    world
        .checks()
        .require(
            Rule.TIMERS,
            core.nextTimerNanos() > plan.clock().read(timeline.nowNanos()),
            () -> "the cloud's timer is due again at once");
  }

  boolean isIdle() {
    CloudCore.Stats stats = core.stats();
    return stats.queued() == 0 && stats.running() == 0 && stats.link().remembered() == 0;
  }

  void checkAtTheEnd() {
    check.atTheEnd(core);
  }
}
