package dev.sluice.edge.admin;

import dev.sluice.edge.core.DispatchStats;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.EdgeStatus.Journal;
import dev.sluice.edge.core.EdgeStatus.Lane;
import dev.sluice.edge.core.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The node's meters: functions of the latest status on the board, so that counting costs the broker
 * loop nothing, and one timer that model results are recorded in.
 */
public final class EdgeMetrics {
  private final StatusBoard board;
  private final MeterRegistry registry;
  private final StatusMeters meters;
  private final ForwardMeters forward;
  private final DownMeters down;
  private final UplinkMeters uplink;
  private final Map<String, Timer> inference = new ConcurrentHashMap<>();

  public EdgeMetrics(StatusBoard board, MeterRegistry registry) {
    this.board = board;
    this.registry = registry;
    this.meters = new StatusMeters(board, registry);
    this.forward = new ForwardMeters(meters);
    this.down = new DownMeters(meters);
    this.uplink = new UplinkMeters(meters);
    registerListener();
    registerBrokerTotals();
    registerBrokerState();
    registerDispatch();
    registerPlacement();
    registerCache();
    registerJournal();
    Gauge.builder("sluice.loop.lag.seconds", board, b -> b.age().toNanos() / 1e9)
        .description("Time since the broker loop last reported")
        .register(registry);
  }

  /** One run of a model on this node, waiting excluded; any thread. */
  public void inferred(String model, long serviceNanos) {
    inference
        .computeIfAbsent(model, this::inferenceTimer)
        .record(Duration.ofNanos(Math.max(0, serviceNanos)));
  }

  private Timer inferenceTimer(String model) {
    return Timer.builder("sluice.inference")
        .tag("model", model)
        .description("Time that one run of a model took on this node")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(10_000))
        .maximumExpectedValue(Duration.ofSeconds(1))
        .register(registry);
  }

  /** Meters whose labels appear with the events they count; called before each scrape. */
  void registerNewLabels() {
    board
        .latest()
        .ifPresent(
            status -> {
              status.lanes().forEach(lane -> registerLane(lane.name()));
              forward.registerRules(status);
              down.registerRules(status);
              uplink.registerWays(status);
              status.dispatch().decisions().keySet().forEach(this::registerDecision);
              status.dispatch().answersByReason().keySet().forEach(this::registerReason);
              status.sockets().malformed().keySet().forEach(this::registerMalformed);
              status.entrances().open().keySet().forEach(this::registerEntrance);
              status.entrances().refusals().keySet().forEach(this::registerRefusal);
            });
  }

  private void registerDecision(DispatchStats.Decided decided) {
    meters.counterOnce(
        "sluice.placement.decisions",
        Tags.of("action", word(decided.action()), "reason", word(decided.reason())),
        s -> s.dispatch().decisions().getOrDefault(decided, 0L));
  }

  private void registerReason(String reason) {
    meters.counterOnce(
        "sluice.inference.answer.reasons",
        Tags.of("reason", reason),
        s -> s.dispatch().answersByReason().getOrDefault(reason, 0L));
  }

  private void registerMalformed(String kind) {
    meters.counterOnce(
        "sluice.listener.malformed",
        Tags.of("kind", kind),
        s -> s.sockets().malformed().getOrDefault(kind, 0L));
  }

  private void registerEntrance(String listener) {
    meters.gaugeOnce(
        "sluice.listener.clients",
        Tags.of("listener", listener),
        s -> s.entrances().open().getOrDefault(listener, 0));
  }

  private void registerRefusal(String reason) {
    meters.counterOnce(
        "sluice.auth.failures",
        Tags.of("reason", reason),
        s -> s.entrances().refusals().getOrDefault(reason, 0L));
  }

  private void registerListener() {
    meters.counter("sluice.listener.connections.opened", s -> s.sockets().opened());
    meters.counter("sluice.listener.turned.away", s -> s.sockets().turnedAway());
    meters.counter("sluice.listener.connect.timeouts", s -> s.sockets().connectTimeouts());
    meters.counter("sluice.listener.packet.timeouts", s -> s.sockets().packetTimeouts());
    meters.counter("sluice.listener.gate.overflows", s -> s.sockets().gateOverflows());
    meters.counter("sluice.listener.faults", s -> s.sockets().faults());
    meters.counter("sluice.listener.read.pauses", s -> s.sockets().readPauses());
    meters.counter("sluice.listener.paced", s -> s.sockets().paced());
    meters.counter("sluice.listener.received.bytes", s -> s.sockets().bytesIn());
    meters.counter("sluice.listener.sent.bytes", s -> s.sockets().bytesOut());
    meters.gauge("sluice.listener.connections", s -> s.sockets().open());
    meters.gauge("sluice.listener.connections.paused", s -> s.sockets().paused());
  }

  private void registerBrokerTotals() {
    meters.counter("sluice.broker.messages.received", s -> s.broker().published());
    meters.counter("sluice.broker.received.bytes", s -> s.broker().publishedBytes());
    meters.counter("sluice.broker.messages.delivered", s -> s.broker().delivered());
    meters.counter("sluice.broker.delivered.bytes", s -> s.broker().deliveredBytes());
    dropped("queue_full", s -> s.broker().droppedQueueFull());
    dropped("expired", s -> s.broker().droppedExpired());
    dropped("packet_too_large", s -> s.broker().droppedPacketTooLarge());
    dropped("offline", s -> s.broker().droppedOffline());
    dropped("unreadable", s -> s.broker().droppedUnreadable());
    dropped("oldest", s -> s.broker().quotas().droppedOldest());
    dropped("superseded", s -> s.broker().quotas().droppedSuperseded());
    dropped("outranked", s -> s.broker().quotas().droppedOutranked());
    dropped("memory", s -> s.broker().quotas().droppedMemory());
    meters.counter("sluice.broker.connects.refused", s -> s.broker().refusedConnects());
    refused("not_authorized", s -> s.broker().refusedNotAuthorized());
    refused("reserved_topic", s -> s.broker().refusedReservedTopic());
    refused("topic_too_deep", s -> s.broker().refusedTopicTooDeep());
    refused("retained_full", s -> s.broker().refusedRetained());
    refused("journal", s -> s.broker().refusedJournal());
    refused("queue_full", s -> s.broker().quotas().refusedQueueFull());
    refused("memory", s -> s.broker().quotas().refusedMemory());
    refused("payload_format", s -> s.broker().refusedPayloadFormat());
    refused("subscriptions_full", s -> s.broker().refusedSubscriptions());
    meters.counter("sluice.broker.protocol.errors", s -> s.broker().protocolErrors());
    meters.counter("sluice.broker.connects", s -> s.broker().connects());
    meters.counter("sluice.broker.messages.redelivered", s -> s.broker().redeliveredShared());
    meters.counter("sluice.broker.takeovers", s -> s.broker().takeOvers());
    meters.counter("sluice.broker.wills.sent", s -> s.broker().willsSent());
    meters.counter("sluice.broker.keepalive.timeouts", s -> s.broker().keepAliveTimeouts());
    meters.counter("sluice.broker.faults", s -> s.broker().faults());
    meters.counter("sluice.broker.publisher.holds", s -> s.broker().holds().begun());
    meters.counter("sluice.broker.publisher.holds.timed.out", s -> s.broker().holds().timedOut());
    meters.counter(
        "sluice.broker.publisher.held.seconds", s -> s.broker().holds().length().toMillis() / 1e3);
  }

  private void registerBrokerState() {
    meters.gauge("sluice.broker.connections", s -> s.broker().connections());
    meters.gauge("sluice.broker.sessions", s -> s.broker().sessions());
    meters.gauge("sluice.broker.subscriptions", s -> s.broker().subscriptions());
    meters.gauge("sluice.broker.retained.messages", s -> s.broker().retainedMessages());
    meters.gauge("sluice.broker.retained.bytes", s -> s.broker().retainedBytes());
    meters.gauge("sluice.broker.queued.messages", s -> s.broker().queuedMessages());
    meters.gauge("sluice.broker.parked.messages", s -> s.broker().parkedMessages());
    meters.gauge("sluice.broker.queued.bytes", s -> s.broker().queuedBytes());
    meters.gauge("sluice.broker.publishers.held", s -> s.broker().holds().publishers());
    meters.gauge("sluice.broker.memory.bytes", s -> s.broker().memory().heldBytes());
    meters.gauge("sluice.broker.memory.limit.bytes", s -> s.broker().memory().maxBytes());
    meters.gauge("sluice.broker.memory.pressure", s -> s.broker().memory().pressure().ordinal());
  }

  private void registerDispatch() {
    meters.counter("sluice.inference.requests", s -> s.dispatch().requests());
    meters.counter("sluice.inference.results.late", s -> s.dispatch().lateResults());
    meters.counter("sluice.inference.requests.unanswerable", s -> s.dispatch().unanswerable());
    meters.gauge("sluice.inference.requests.open", s -> s.dispatch().open());
    meters.gauge("sluice.inference.requests.preparing", s -> s.dispatch().preparing());
    meters.gauge("sluice.inference.workers", EdgeStatus::workers);
    meters.gauge(
        "sluice.inference.runtime.native",
        s -> s.runtime().name().equals(EdgeStatus.ModelRuntime.NATIVE) ? 1 : 0);
    meters.gauge("sluice.inference.models.unloadable", s -> s.runtime().unloadable().size());
    meters.gauge("sluice.inference.workers.alive", EdgeStatus::workersAlive);
    for (Outcome.Placement placement : Outcome.Placement.values()) {
      meters.counter(
          "sluice.inference.answers",
          Tags.of("placement", placement.word()),
          s -> s.dispatch().answersByPlacement().getOrDefault(placement, 0L));
    }
    for (Outcome.Status status : Outcome.Status.values()) {
      meters.counter(
          "sluice.inference.answer.statuses",
          Tags.of("status", status.word()),
          s -> s.dispatch().answersByStatus().getOrDefault(status, 0L));
    }
  }

  private void registerPlacement() {
    meters.gauge("sluice.policy.version", s -> s.policy().version());
    meters.counter("sluice.policy.refusals", s -> s.policy().refusals());
    meters.counter("sluice.policy.guard.failures", s -> s.dispatch().guardFailures());
    meters.counter(
        "sluice.decision.log.lines",
        s -> s.decisionLog().map(EdgeStatus.DecisionLog::written).orElse(0L));
    meters.counter(
        "sluice.decision.log.lost",
        s -> s.decisionLog().map(EdgeStatus.DecisionLog::lost).orElse(0L));
    meters.counter("sluice.policy.unmatched", s -> s.dispatch().unmatched());
    meters.gauge("sluice.placement.local.queue", s -> s.placement().localQueue());
    meters.gauge("sluice.placement.local.running", s -> s.placement().localRunning());
    meters.gauge("sluice.placement.outbox", s -> s.placement().outbox());
    meters.gauge("sluice.placement.deferred", s -> s.placement().deferred());
    registerMachine();
  }

  /** Temperature is no number where nothing measures it. */
  private void registerMachine() {
    meters.gauge(
        "sluice.machine.celsius", s -> s.placement().condition().celsius().orElse(Double.NaN));
    meters.gauge("sluice.machine.speed", s -> s.placement().condition().speed());
    meters.gauge("sluice.machine.stolen", s -> s.placement().condition().stolen());
    meters.gauge("sluice.machine.waiting", s -> s.placement().condition().waiting());
    meters.gauge("sluice.machine.slowdown", s -> s.placement().condition().slowdown());
  }

  private void registerCache() {
    meters.counter("sluice.cache.hits", s -> s.cache().hits());
    meters.counter("sluice.cache.misses", s -> s.cache().misses());
    meters.gauge("sluice.cache.bytes", s -> s.cache().bytes());
  }

  /** All 0 with durability in memory. */
  private void registerJournal() {
    meters.counter("sluice.journal.records", s -> journal(s, Journal::records));
    meters.counter("sluice.journal.appended.bytes", s -> journal(s, Journal::bytes));
    meters.counter("sluice.journal.repeated.bytes", s -> journal(s, Journal::repeatedBytes));
    meters.counter("sluice.journal.batches", s -> journal(s, Journal::batches));
    meters.counter("sluice.journal.forces", s -> journal(s, Journal::forces));
    meters.counter("sluice.journal.write.seconds", s -> journal(s, Journal::forceNanos) / 1e9);
    meters.counter("sluice.journal.failures", s -> journal(s, Journal::failures));
    meters.gauge(
        "sluice.journal.slowest.batch.seconds", s -> journal(s, Journal::slowestBatchNanos) / 1e9);
    meters.gauge("sluice.journal.disk.bytes", s -> journal(s, Journal::bytesOnDisk));
    meters.gauge("sluice.journal.live.bytes", s -> journal(s, Journal::liveBytes));
    meters.gauge("sluice.journal.segments", s -> journal(s, Journal::segments));
    meters.gauge("sluice.journal.records.waiting", s -> journal(s, Journal::waiting));
    meters.gauge(
        "sluice.journal.write.amplification", s -> journal(s, Journal::writeAmplification));
    meters.gauge("sluice.journal.refusing", s -> journal(s, j -> j.refusing().isPresent() ? 1 : 0));
    meters.gauge("sluice.journal.losses", s -> journal(s, j -> j.losses().size()));
  }

  private void registerLane(String name) {
    Tags tags = Tags.of("lane", name);
    meters.gaugeOnce("sluice.lane.waiting", tags, s -> lane(s, name, Lane::waiting));
    meters.gaugeOnce("sluice.lane.disk.bytes", tags, s -> lane(s, name, Lane::bytes));
    meters.gaugeOnce("sluice.lane.full", tags, s -> lane(s, name, l -> l.full() ? 1 : 0));
    meters.gaugeOnce(
        "sluice.lane.oldest.seconds",
        tags,
        s -> lane(s, name, l -> l.oldest().map(age -> age.toMillis() / 1e3).orElse(0.0)));
    meters.counterOnce("sluice.lane.committed", tags, s -> lane(s, name, Lane::committed));
    registerDropped(name, "displaced", Lane::displaced);
    registerDropped(name, "expired", Lane::expired);
    registerDropped(name, "lost", Lane::lost);
  }

  private void registerDropped(String lane, String reason, ToDoubleFunction<Lane> count) {
    meters.counterOnce(
        "sluice.lane.dropped", Tags.of("lane", lane, "reason", reason), s -> lane(s, lane, count));
  }

  private static double lane(EdgeStatus status, String name, ToDoubleFunction<Lane> value) {
    return status.lanes().stream()
        .filter(lane -> lane.name().equals(name))
        .mapToDouble(value)
        .findFirst()
        .orElse(0);
  }

  private static double journal(EdgeStatus status, ToDoubleFunction<Journal> value) {
    return status.journal().map(value::applyAsDouble).orElse(0.0);
  }

  private void dropped(String reason, ToDoubleFunction<EdgeStatus> count) {
    meters.counter("sluice.broker.messages.dropped", Tags.of("reason", reason), count);
  }

  private void refused(String reason, ToDoubleFunction<EdgeStatus> count) {
    meters.counter("sluice.broker.packets.refused", Tags.of("reason", reason), count);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
