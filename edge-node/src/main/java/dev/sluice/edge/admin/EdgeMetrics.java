package dev.sluice.edge.admin;

import dev.sluice.edge.core.DispatchStats;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import dev.sluice.edge.core.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The node's meters: functions of the latest status on the board, so that counting costs the broker
 * loop nothing, and one timer that model results are recorded in.
 */
public final class EdgeMetrics {
  private final StatusBoard board;
  private final MeterRegistry registry;
  private final Set<Object> registered = new HashSet<>();
  private final Map<String, Timer> inference = new ConcurrentHashMap<>();

  public EdgeMetrics(StatusBoard board, MeterRegistry registry) {
    this.board = board;
    this.registry = registry;
    registerBrokerTotals();
    registerBrokerState();
    registerDispatch();
    registerPlacement();
    registerUplink();
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
    board.latest().map(EdgeStatus::dispatch).ifPresent(this::registerNewLabels);
  }

  private void registerNewLabels(DispatchStats dispatch) {
    for (DispatchStats.Decided decided : dispatch.decisions().keySet()) {
      Tags tags = Tags.of("action", word(decided.action()), "reason", word(decided.reason()));
      registerOnce(
          decided, "sluice.placement.decisions", tags, latest -> latest.decisions().get(decided));
    }
    for (String reason : dispatch.answersByReason().keySet()) {
      registerOnce(
          reason,
          "sluice.inference.answer.reasons",
          Tags.of("reason", reason),
          latest -> latest.answersByReason().get(reason));
    }
  }

  private void registerOnce(
      Object key, String name, Tags tags, Function<DispatchStats, Long> count) {
    if (registered.add(key)) {
      counter(name, tags, status -> count.apply(status.dispatch()));
    }
  }

  private void registerBrokerTotals() {
    counter("sluice.broker.messages.received", s -> s.broker().published());
    counter("sluice.broker.received.bytes", s -> s.broker().publishedBytes());
    counter("sluice.broker.messages.delivered", s -> s.broker().delivered());
    counter("sluice.broker.delivered.bytes", s -> s.broker().deliveredBytes());
    dropped("queue_full", s -> s.broker().droppedQueueFull());
    dropped("expired", s -> s.broker().droppedExpired());
    dropped("packet_too_large", s -> s.broker().droppedPacketTooLarge());
    dropped("offline", s -> s.broker().droppedOffline());
    counter("sluice.broker.connects.refused", s -> s.broker().refusedConnects());
    refused("not_authorized", s -> s.broker().refusedNotAuthorized());
    refused("reserved_topic", s -> s.broker().refusedReservedTopic());
    refused("topic_too_deep", s -> s.broker().refusedTopicTooDeep());
    refused("retained_full", s -> s.broker().refusedRetained());
    refused("subscriptions_full", s -> s.broker().refusedSubscriptions());
    counter("sluice.broker.protocol.errors", s -> s.broker().protocolErrors());
    counter("sluice.broker.takeovers", s -> s.broker().takeOvers());
    counter("sluice.broker.wills.sent", s -> s.broker().willsSent());
    counter("sluice.broker.keepalive.timeouts", s -> s.broker().keepAliveTimeouts());
    counter("sluice.broker.faults", s -> s.broker().faults());
  }

  private void registerBrokerState() {
    gauge("sluice.broker.connections", s -> s.broker().connections());
    gauge("sluice.broker.sessions", s -> s.broker().sessions());
    gauge("sluice.broker.subscriptions", s -> s.broker().subscriptions());
    gauge("sluice.broker.retained.messages", s -> s.broker().retainedMessages());
    gauge("sluice.broker.retained.bytes", s -> s.broker().retainedBytes());
    gauge("sluice.broker.queued.messages", s -> s.broker().queuedMessages());
    gauge("sluice.broker.queued.bytes", s -> s.broker().queuedBytes());
  }

  private void registerDispatch() {
    counter("sluice.inference.requests", s -> s.dispatch().requests());
    counter("sluice.inference.results.late", s -> s.dispatch().lateResults());
    counter("sluice.inference.requests.unanswerable", s -> s.dispatch().unanswerable());
    gauge("sluice.inference.requests.open", s -> s.dispatch().open());
    gauge("sluice.inference.requests.preparing", s -> s.dispatch().preparing());
    gauge("sluice.inference.workers", EdgeStatus::workers);
    gauge("sluice.inference.workers.alive", EdgeStatus::workersAlive);
    for (Outcome.Placement placement : Outcome.Placement.values()) {
      counter(
          "sluice.inference.answers",
          Tags.of("placement", placement.word()),
          s -> s.dispatch().answersByPlacement().getOrDefault(placement, 0L));
    }
    for (Outcome.Status status : Outcome.Status.values()) {
      counter(
          "sluice.inference.answer.statuses",
          Tags.of("status", status.word()),
          s -> s.dispatch().answersByStatus().getOrDefault(status, 0L));
    }
  }

  private void registerPlacement() {
    gauge("sluice.placement.local.queue", s -> s.placement().localQueue());
    gauge("sluice.placement.local.running", s -> s.placement().localRunning());
    gauge("sluice.placement.outbox", s -> s.placement().outbox());
    gauge("sluice.placement.deferred", s -> s.placement().deferred());
  }

  private void registerUplink() {
    for (LinkState state : LinkState.values()) {
      Gauge.builder("sluice.uplink.state", board, b -> is(state, b.latest()) ? 1 : 0)
          .tag("state", state.word())
          .description("1 for the state that the uplink is in")
          .register(registry);
    }
    counter("sluice.uplink.requests.sent", s -> s.uplink().sent());
    counter("sluice.uplink.requests.resent", s -> s.uplink().resent());
    counter("sluice.uplink.requests.received", s -> s.uplink().received());
    counter("sluice.uplink.answers", s -> s.uplink().answered());
    counter("sluice.uplink.answers.late", s -> s.uplink().lateAnswers());
    counter("sluice.uplink.envelopes.dropped", s -> s.uplink().dropped());
    gauge("sluice.uplink.requests.unanswered", s -> s.uplink().unanswered());
    gauge("sluice.uplink.requests.on.wire", s -> s.placement().onWire());
    gauge("sluice.uplink.on.wire.bytes", s -> s.placement().onWireBytes());
    gauge("sluice.uplink.round.trip.seconds", s -> s.placement().rttMs() / 1e3);
    gauge("sluice.uplink.bandwidth.bits.per.second", s -> s.placement().uplinkMbps() * 1e6);
  }

  private static boolean is(LinkState state, Optional<EdgeStatus> latest) {
    return latest.filter(status -> status.link().state() == state).isPresent();
  }

  private void dropped(String reason, ToDoubleFunction<EdgeStatus> count) {
    counter("sluice.broker.messages.dropped", Tags.of("reason", reason), count);
  }

  private void refused(String reason, ToDoubleFunction<EdgeStatus> count) {
    counter("sluice.broker.packets.refused", Tags.of("reason", reason), count);
  }

  private void counter(String name, ToDoubleFunction<EdgeStatus> count) {
    counter(name, Tags.empty(), count);
  }

  private void counter(String name, Tags tags, ToDoubleFunction<EdgeStatus> count) {
    FunctionCounter.builder(name, board, b -> b.latest().map(count::applyAsDouble).orElse(0.0))
        .tags(tags)
        .register(registry);
  }

  private void gauge(String name, ToDoubleFunction<EdgeStatus> value) {
    Gauge.builder(name, board, b -> b.latest().map(value::applyAsDouble).orElse(Double.NaN))
        .register(registry);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
