package dev.sluice.sim.world.actor;

import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.broker.KeptRequest;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.ModelResult;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.BrokerInput;
import dev.sluice.sim.world.check.Checks;
import dev.sluice.sim.world.check.ClientPacket;
import dev.sluice.sim.world.check.DurableCheck;
import dev.sluice.sim.world.check.EdgeCheck;
import dev.sluice.sim.world.check.HoldCheck;
import dev.sluice.sim.world.check.LifeCheck;
import dev.sluice.sim.world.check.Rule;
import dev.sluice.sim.world.disk.DiskJournal;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.ForwardKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * One life of the edge process: the production core, the connections of its devices, its decoder,
 * its workers and its uplink. What it remembers ends with it.
 *
 * <p>Turns are those of the production loop: one input, settle, effects in order, timers again.
 */
public final class EdgeProcess implements HopClient.Owner {
  private static final String EDGE = "edge";

  private final long life;
  private final EdgePlan plan;
  private final Surroundings world;
  private final Timeline timeline;
  private final Seams seams;
  private final Trace trace;
  private final SplittableRandom random;
  private final Checks checks;
  private final LifeCheck check;
  private final HoldCheck holds;
  private final HeldClients held;
  private final EdgeCore core;
  private final BrokerInput brokerInput;
  private final FeatureStage features;
  private final ModelWorkers workers;
  private final HopClient uplink;
  private final List<Effect> network = new ArrayList<>();
  private final List<EdgeEffect> work = new ArrayList<>();
  private final Map<ConnectionId, DeviceLink> links = new HashMap<>();
  private final List<DeviceLink> written = new ArrayList<>();
  private Optional<JournalWriter> journal = Optional.empty();
  private Optional<EdgeLanes> lanes = Optional.empty();
  private List<KeptRequest> unanswered = List.of();
  private Optional<EdgeCommands> commands = Optional.empty();
  private long connections;
  private long timerAtNanos = Long.MAX_VALUE;
  private MonotonicClock clock;
  private boolean dead;

  /** A life whose promises end with it. */
  static EdgeProcess inMemory(long life, EdgePlan plan, Surroundings world, Hop hop, Leg leg) {
    LifeCheck check =
        new EdgeCheck(life, plan.broker(), plan.routes(), plan.workers(), world.checks());
    return new EdgeProcess(life, plan, world, hop, leg, check);
  }

  /** A life that goes on where the journal ends. */
  static EdgeProcess onDisk(
      long life,
      EdgePlan plan,
      Surroundings world,
      Hop hop,
      Leg leg,
      EdgeStore store,
      DiskJournal journal) {
    DurableCheck check = new DurableCheck(life, store.ledger());
    EdgeProcess process = new EdgeProcess(life, plan, world, hop, leg, check);
    process.lanes =
        Optional.of(
            new EdgeLanes(
                store.forward(), journal.lanes(), world, process, process.core, process.work::add));
    process.commands =
        Optional.of(
            new EdgeCommands(
                store.forward(),
                journal.state().marks(),
                store.ledger().down(),
                world.seams(),
                process.core,
                process.work::add));
    process.restore(journal, check, store.batchNanosMax());
    return process;
  }

  private EdgeProcess(
      long life, EdgePlan plan, Surroundings world, Hop hop, Leg leg, LifeCheck check) {
    this.life = life;
    this.plan = plan;
    this.world = world;
    this.timeline = world.timeline();
    this.clock = plan.clock();
    this.seams = world.seams();
    this.trace = world.trace();
    this.checks = world.checks();
    this.random = world.random().split();
    this.check = check;
    this.holds = new HoldCheck(plan.broker(), check instanceof DurableCheck, checks);
    this.held = new HeldClients(timeline, this, seams);
    this.core =
        new EdgeCore(
            plan.settings(new LinkId(EDGE, random.nextLong()), seams.limits(plan.broker())),
            plan.routes(),
            plan.engine(),
            random.split(),
            this::emitted,
            work::add);
    this.brokerInput = new CoreInput(core.broker());
    this.features = new FeatureStage(plan, world, this);
    this.workers = new ModelWorkers(plan, world, this);
    int firstConnection = (int) life * 100_000;
    this.uplink =
        new HopClient(timeline, hop, hop.edge(), leg, firstConnection, this, random.split());
  }

  private void restore(DiskJournal kept, DurableCheck promises, long batchNanosMax) {
    clock = clock.saying(kept.nanos(), timeline.nowNanos());
    journal = Optional.of(new JournalWriter(kept, world, this, promises, batchNanosMax));
    seams.restoring(kept.state());
    try {
      unanswered =
          core.broker().restore(kept.state(), kept.messages(), clock.read(timeline.nowNanos()));
    } catch (RuntimeException escaped) {
      throw new BrokenRule(Rule.STARTS_AGAIN, escaped);
    }
    promises.started(core);
    promises.unanswered(unanswered);
    rearm();
  }

  private void emitted(Effect effect) {
    network.add(effect);
    seams.emitted(effect);
  }

  void start() {
    trace.add(EDGE, "start", "life " + life);
    turn(now -> {}, now -> core.resume(unanswered, now));
    uplink.open();
  }

  void crash() {
    trace.add(EDGE, "crash", "life " + life);
    dead = true;
    journal.ifPresent(JournalWriter::losePower);
    uplink.stop();
    for (DeviceLink link : links.values()) {
      link.breakDown(random.nextLong(plan.lostAfterNanosMax()), Long.MAX_VALUE);
    }
  }

  boolean isDead() {
    return dead;
  }

  // Devices.

  DeviceLink open(Device device) {
    ConnectionId id = new ConnectionId(++connections);
    DeviceLink link =
        new DeviceLink(id, timeline, device.profile().link(), device, this, random.split());
    links.put(id, link);
    return link;
  }

  void onPacket(DeviceLink link, String device, ClientPacket packet) {
    if (dead) {
      return;
    }
    trace.add(device, "-> edge", packet);
    holds.arrived(link.id(), packet);
    if (packet instanceof ClientPacket.Disconnect) {
      holds.saysGoodbye(link.id());
    }
    if (!held.keeps(link.id(), packet)) {
      give(link.id(), packet);
    }
    if (packet instanceof ClientPacket.Gone) {
      links.remove(link.id());
    }
  }

  void onFlushed(DeviceLink link, long bytes) {
    if (!dead) {
      give(link.id(), new ClientPacket.Flushed(bytes));
    }
  }

  /** A turn of its own. */
  void give(ConnectionId id, ClientPacket packet) {
    holds.given(id, packet);
    Optional<ClientPacket> given = seams.toCore(id, packet);
    turn(
        now -> packet.give(check.broker(), id, now),
        now -> given.ifPresent(one -> one.give(brokerInput, id, now)));
  }

  void arrived(ClientId client, Delivery packet) {
    check.arrived(client, packet);
  }

  // Inference.

  /** The name by which the sender knows that request. */
  String idOf(long requestId) {
    return check.idOf(requestId);
  }

  void onPrepared(long requestId, float[] values) {
    if (!dead) {
      Optional<String> id = Optional.of(idOf(requestId));
      turn(
          now -> check.onPrepared(requestId, now),
          now -> core.onPrepared(requestId, id, values, now));
    }
  }

  void onUnreadable(long requestId) {
    if (!dead) {
      turn(
          now -> check.onUnreadable(requestId),
          now -> core.onUnreadable(requestId, "not a reading", now));
    }
  }

  void onModelDone(EdgeEffect.RunModel run, ModelResult result) {
    if (!dead) {
      turn(
          now -> check.onModelDone(run.run()),
          now -> core.onModelDone(run.requestId(), run.run(), result, now));
    }
  }

  // Uplink.

  @Override
  public void onUp() {
    trace.add(EDGE, "uplink up", "");
    turn(now -> {}, core::onUplinkUp);
  }

  @Override
  public void onDown() {
    trace.add(EDGE, "uplink down", "");
    turn(now -> {}, core::onUplinkDown);
  }

  @Override
  public void onParcel(Hop.Parcel parcel) {
    boolean forwarding = parcel.plane() == Hop.Plane.FORWARDING;
    trace.add("hop", "-> edge", parcel);
    byte[] bytes =
        forwarding && commands.isPresent()
            ? commands.get().fromHop(parcel.bytes())
            : parcel.bytes();
    turn(
        now -> {},
        forwarding
            ? now -> core.onForwardBytes(bytes, now)
            : now -> core.onUplinkBytes(bytes, now));
  }

  void breakUplink() {
    uplink.onBroken();
  }

  // Journal.

  void onDurable(long sequence) {
    turn(
        now -> {},
        now -> {
          core.broker().onDurable(sequence, now);
          lanes.ifPresent(own -> own.onDurable(now));
          commands.ifPresent(own -> own.onDurable(now));
        });
  }

  void onFetched(Fetched fetched) {
    trace.add("journal", "-> edge", fetched);
    turn(now -> {}, now -> core.broker().onFetched(fetched, now));
  }

  void onRefusing(String reason) {
    trace.add(EDGE, "refuses", reason);
    turn(now -> {}, now -> core.broker().onJournalRefusing());
  }

  void onAccepting() {
    trace.add(EDGE, "accepts", "again");
    turn(now -> {}, core.broker()::onJournalAccepting);
  }

  /** A lane was read. */
  void laneTurn(LongConsumer act) {
    turn(now -> {}, act);
  }

  // Turns.

  private void turn(LongConsumer foretell, LongConsumer act) {
    if (dead) {
      return;
    }
    long now = clock.read(timeline.nowNanos());
    check.begin(now);
    foretell.accept(now);
    run(act, now);
    seams.effects(network, work);
    check.effects(network, work);
    holds.effects(network, now);
    perform();
    check.endOfTurn(core);
    holds.endOfTurn(core.broker(), this::clientOf, now);
    rearm();
  }

  private Optional<ClientId> clientOf(ConnectionId id) {
    return Optional.ofNullable(links.get(id)).map(DeviceLink::client);
  }

  private void run(LongConsumer act, long now) {
    try {
      act.accept(now);
      core.settle(now);
    } catch (RuntimeException escaped) {
      throw new BrokenRule(Rule.NO_FAULT, escaped);
    }
  }

  private void perform() {
    for (Effect effect : network) {
      perform(effect);
    }
    network.clear();
    written.forEach(DeviceLink::endOfTurn);
    written.clear();
    for (EdgeEffect effect : work) {
      perform(effect);
    }
    work.clear();
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Transmit transmit) {
      DeviceLink link = links.get(transmit.connection());
      if (link != null) {
        trace.add(EDGE, "-> " + transmit.connection().value(), transmit);
        seams.toSocket(transmit).forEach(link::toDevice);
        written.add(link);
      }
    } else if (effect instanceof Effect.Close close) {
      trace.add(EDGE, "closes", close);
      held.forget(close.connection());
      Optional.ofNullable(links.remove(close.connection())).ifPresent(DeviceLink::closeByEdge);
    } else if (effect instanceof Effect.Hold hold) {
      trace.add(EDGE, "holds", hold);
      held.hold(hold.connection());
    } else if (effect instanceof Effect.Release release) {
      trace.add(EDGE, "releases", release);
      held.release(release.connection());
    } else if (effect instanceof Effect.Append append) {
      journal.orElseThrow().append(append);
    } else if (effect instanceof Effect.Fetch fetch) {
      journal.orElseThrow().fetch(fetch);
    }
  }

  private void perform(EdgeEffect effect) {
    if (effect instanceof EdgeEffect.Prepare prepare) {
      features.perform(prepare);
    } else if (effect instanceof EdgeEffect.RunModel run) {
      trace.add(EDGE, "runs", run.run());
      workers.perform(run);
    } else if (effect instanceof EdgeEffect.SendUplink send) {
      uplink.send(new Hop.Parcel(Hop.Plane.REQUESTS, send.bytes(), true));
    } else if (effect instanceof EdgeEffect.ResetUplink) {
      trace.add(EDGE, "resets", "uplink");
      timeline.after(0, uplink::onBroken);
    } else if (effect instanceof EdgeEffect.Settled settled) {
      trace.add(EDGE, "answers", settled.outcome());
    } else if (effect instanceof EdgeEffect.SendForward send) {
      commands.ifPresent(own -> own.toHop(send.bytes()));
      boolean batch = ForwardKind.of(send.bytes()) == ForwardKind.BATCH;
      byte[] bytes = batch ? seams.toHop(send.bytes()) : send.bytes();
      lanes.ifPresent(own -> own.leaves(bytes));
      uplink.send(new Hop.Parcel(Hop.Plane.FORWARDING, bytes, true));
    } else {
      lanes.ifPresent(own -> own.perform(effect));
    }
  }

  private void rearm() {
    long next = core.nextTimerNanos();
    if (next != timerAtNanos) {
      timerAtNanos = next;
      if (next != Long.MAX_VALUE && !seams.forgetsTimer()) {
        timeline.at(clock.whenItSays(next), () -> onTimer(next));
      }
    }
  }

  private void onTimer(long due) {
    if (dead || due != timerAtNanos) {
      return;
    }
    timerAtNanos = Long.MAX_VALUE;
    turn(check::onTimer, now -> core.onTimer(seams.timerNanos(now)));
    long now = clock.read(timeline.nowNanos());
    checks.require(
        Rule.TIMERS,
        core.nextTimerNanos() > now,
        () -> "the edge's next timer was due " + (now - core.nextTimerNanos()) + " ns ago");
  }

  // What the world asks.

  boolean isQuiet() {
    return check.isQuiet(core)
        && core.cloudResponsive()
        && lanes.map(EdgeLanes::areDrained).orElse(true);
  }

  /** All is healed and has had its time: the promises are due. */
  void checkAtTheEnd() {
    turn(now -> {}, now -> {});
    check.atTheEnd(core);
  }

  /** What its checks have seen. */
  public LifeCheck check() {
    return check;
  }
}
