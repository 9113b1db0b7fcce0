package dev.sluice.edge;

import dev.sluice.broker.BrokerStats;
import dev.sluice.broker.MemoryPressure;
import dev.sluice.edge.admin.StatusBoard;
import dev.sluice.edge.cloudlink.CloudConnection;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.EdgeStatus.Entrances;
import dev.sluice.edge.core.EdgeStatus.Link;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import dev.sluice.edge.core.EdgeStatus.LoadedModel;
import dev.sluice.edge.core.EdgeStatus.Sockets;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.decisionlog.DecisionLog;
import dev.sluice.edge.inference.InferencePool;
import dev.sluice.edge.inference.ModelState;
import dev.sluice.edge.journal.Journal;
import dev.sluice.edge.journal.JournalStats;
import dev.sluice.edge.mqtt.ListenerStats;
import dev.sluice.edge.mqtt.MqttListeners;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.trial.GuardedRuntime;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the node's status on the broker loop and posts it for the operators' pages. */
final class StatusReporter {
  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);
  private static final double NANOS_PER_MS = 1e6;

  private final EdgeConfig config;
  private final ModelShelf shelf;
  private final GuardedRuntime runtime;
  private final MqttListeners listeners;
  private final AccessParts access;
  private final EdgeCore core;
  private final CloudConnection cloud;
  private final Uplinks uplinks;
  private final InferencePool pool;
  private final Optional<Journal> journal;
  private final Supplier<EdgeStatus.Policy> policy;
  private final Optional<DecisionLog> decisions;
  private final LongSupplier clock;
  private final Supplier<List<EdgeStatus.Lane>> lanes;
  private final Supplier<Optional<ForwardPlane.Stats>> forward;
  private final Supplier<Optional<DownPlane.Stats>> down;
  private final StatusBoard board;
  private final long startNanos = System.nanoTime();
  private MemoryPressure pressure = MemoryPressure.NONE;
  private long holdsTimedOut;
  private LinkState link;
  private long linkSinceNanos = startNanos;

  StatusReporter(
      EdgeConfig config,
      ModelShelf shelf,
      GuardedRuntime runtime,
      MqttListeners listeners,
      AccessParts access,
      EdgeCore core,
      CloudConnection cloud,
      Uplinks uplinks,
      InferencePool pool,
      Optional<Journal> journal,
      Supplier<EdgeStatus.Policy> policy,
      Optional<DecisionLog> decisions,
      LongSupplier clock,
      Supplier<List<EdgeStatus.Lane>> lanes,
      Supplier<Optional<ForwardPlane.Stats>> forward,
      Supplier<Optional<DownPlane.Stats>> down,
      StatusBoard board) {
    this.lanes = lanes;
    this.forward = forward;
    this.down = down;
    this.config = config;
    this.shelf = shelf;
    this.runtime = runtime;
    this.listeners = listeners;
    this.access = access;
    this.core = core;
    this.cloud = cloud;
    this.uplinks = uplinks;
    this.pool = pool;
    this.journal = journal;
    this.policy = policy;
    this.decisions = decisions;
    this.clock = clock;
    this.board = board;
    this.link = linkState();
  }

  /** What runs now, and what was loaded and no route uses. */
  private List<LoadedModel> models() {
    Map<String, LoadedModel> models = new LinkedHashMap<>();
    shelf
        .all()
        .forEach(
            (name, entry) ->
                entry
                    .median()
                    .ifPresent(median -> models.put(name, loaded(entry.manifest(), median))));
    for (ModelState state : pool.models()) {
      models.put(state.manifest().name(), loaded(state.manifest(), state.median()));
    }
    return List.copyOf(models.values());
  }

  private EdgeStatus.ModelRuntime runtime() {
    List<String> unloadable =
        shelf.all().keySet().stream().filter(shelf::isUnloadable).sorted().toList();
    return new EdgeStatus.ModelRuntime(runtime.name(), runtime.whyNotNative(), unloadable);
  }

  private static LoadedModel loaded(ModelManifest manifest, Duration median) {
    return new LoadedModel(
        manifest.name(), manifest.version(), manifest.sha256(), median.toNanos() / NANOS_PER_MS);
  }

  /** Posts now and periodically; called on the broker loop once the listener is open. */
  void start(Vertx vertx) {
    post();
    vertx.setPeriodic(StatusBoard.PERIOD.toMillis(), timer -> post());
  }

  private void post() {
    long now = System.nanoTime();
    LinkState state = linkState();
    if (state != link) {
      link = state;
      linkSinceNanos = now;
    }
    BrokerStats broker = core.broker().stats();
    tellOf(broker.memory());
    tellOf(broker.holds());
    board.post(
        new EdgeStatus(
            config.node().id(),
            Version.STRING,
            Duration.ofNanos(now - startNanos),
            config.durability().word(),
            listeners.isListening(),
            config.inference().workers(),
            pool.workersAlive(),
            new Link(
                link,
                Duration.ofNanos(now - linkSinceNanos),
                uplinks.status(cloud.current()),
                cloud.switches()),
            sockets(ListenerStats.sum(listeners.stats())),
            entrances(),
            broker,
            core.dispatchStats(),
            core.placement(clock.getAsLong()),
            core.linkStats(),
            core.cacheStats(),
            journal.map(Journal::stats).map(StatusReporter::journal),
            models(),
            runtime(),
            lanes.get(),
            policy.get(),
            decisions.map(log -> new EdgeStatus.DecisionLog(log.written(), log.lost())),
            forward.get(),
            down.get()));
  }

  private void tellOf(BrokerStats.Memory memory) {
    if (memory.pressure() == pressure) {
      return;
    }
    pressure = memory.pressure();
    String word = pressure.name().toLowerCase(Locale.ROOT);
    if (pressure == MemoryPressure.NONE) {
      LOG.info("memory={} heldBytes={} limitBytes={}", word, memory.heldBytes(), memory.maxBytes());
    } else {
      LOG.warn("memory={} heldBytes={} limitBytes={}", word, memory.heldBytes(), memory.maxBytes());
    }
  }

  /** Somebody lags so much that others no longer wait. */
  private void tellOf(BrokerStats.Holds holds) {
    if (holds.timedOut() > holdsTimedOut) {
      LOG.warn(
          "holds=timed-out publishers={} total={}",
          holds.timedOut() - holdsTimedOut,
          holds.timedOut());
      holdsTimedOut = holds.timedOut();
    }
  }

  private static EdgeStatus.Journal journal(JournalStats stats) {
    return new EdgeStatus.Journal(
        stats.records(),
        stats.bytes(),
        stats.repeatedBytes(),
        stats.batches(),
        stats.forces(),
        stats.forceNanos(),
        stats.slowestBatchNanos(),
        stats.bytesOnDisk(),
        stats.liveBytes(),
        stats.segments(),
        stats.failures(),
        stats.waiting(),
        stats.refusing(),
        stats.recovery().sessions(),
        stats.recovery().messages(),
        stats.losses());
  }

  private Entrances entrances() {
    Map<String, Integer> open = new TreeMap<>();
    List<ListenerStats> stats = listeners.stats();
    for (int i = 0; i < stats.size(); i++) {
      open.put(config.allListeners().get(i).label(), stats.get(i).connectionsOpen());
    }
    Map<String, Long> refusals = new TreeMap<>();
    access.refusals().forEach((why, count) -> refusals.put(why.word(), count));
    return new Entrances(open, refusals);
  }

  private static Sockets sockets(ListenerStats stats) {
    return new Sockets(
        stats.connectionsOpened(),
        stats.turnedAway(),
        stats.connectTimeouts(),
        stats.packetTimeouts(),
        stats.gateOverflows(),
        stats.malformed(),
        stats.faults(),
        stats.readPauses(),
        stats.paced(),
        stats.bytesIn(),
        stats.bytesOut(),
        stats.connectionsOpen(),
        stats.connectionsPaused());
  }

  private LinkState linkState() {
    return Link.stateOf(config.uplink().enabled(), cloud.isConnected(), core.cloudResponsive());
  }
}
