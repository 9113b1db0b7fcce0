package dev.sluice.edge.core;

import dev.sluice.broker.KeptRequest;
import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.InferenceRequest.Fallback;
import dev.sluice.edge.core.RequestTimers.Kind;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.offload.Action;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.Reason;
import dev.sluice.uplink.EdgeLink;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes each request from its message to its one terminal answer.
 *
 * <pre>
 *   message -> PREPARING -> placed: waiting or running here, waiting for or on the wire -> answered
 * </pre>
 *
 * <p>Invariant: a request is in {@code requests} until its answer is given, and every path out of
 * the map goes through {@link #finish}, but for a message that its route turns out not to be for
 * and that nobody is owed an answer to. What arrives for a request that is not in the map is late
 * and counted.
 *
 * <p>The safety net: shortly before the deadline the route's fallback model runs, its result is
 * held, and it becomes the answer only when nothing better has come at the last safe moment.
 */
final class Dispatcher {
  /**
   * @param requestsMax requests without terminal answer
   * @param preparingMax those of them whose payload waits to be decoded
   */
  record Limits(int requestsMax, int preparingMax) {}

  private static final long PUMP_INTERVAL_NANOS = 20_000_000;

  private final Limits limits;
  private final LinkId linkId;
  private final PlacementEngine engine;
  private final EdgeLink link;
  private final Answers answers;
  private final KnownAnswers known;
  private final Consumer<? super EdgeEffect> effects;

  private final Map<Long, InferenceRequest> requests = new HashMap<>();
  private final Intake intake = new Intake();
  private final RequestTimers timers = new RequestTimers();
  private final DispatchCounters counters = new DispatchCounters();
  private final LateAnswers late;
  private final DecisionWitness witness = new DecisionWitness();
  private int preparing;
  private long pumpedNanos;

  Dispatcher(
      Limits limits,
      LinkId linkId,
      PlacementEngine engine,
      EdgeLink link,
      Answers answers,
      KnownAnswers known,
      Consumer<? super EdgeEffect> effects) {
    this.limits = limits;
    this.linkId = linkId;
    this.engine = engine;
    this.link = link;
    this.answers = answers;
    this.known = known;
    this.late = new LateAnswers(answers);
    this.effects = effects;
  }

  /** Where results are told that come when their request has had its answer. */
  LateAnswers lateAnswers() {
    return late;
  }

  /** What is counted of every request, whoever answers it. */
  DispatchCounters counters() {
    return counters;
  }

  /** From now on each placed request ends with a record of its decision. */
  void recordDecisions() {
    witness.watch(engine);
  }

  /** A message matched the route's own filter: its values join the window of its topic. */
  void onMatch(Route route, Message message, long nowNanos) {
    onMatch(route, message, Origin.now(nowNanos), nowNanos);
  }

  void onMatch(Route route, Message message, Origin origin, long nowNanos) {
    Optional<InferenceRequest> request = intake.match(route, message, origin);
    if (request.isEmpty()) {
      counters.unanswerable();
      origin.kept().ifPresent(answers::forget);
      return;
    }
    open(request.get(), Optional.of(message.topic().value()), message, nowNanos);
  }

  /** A message named the route: its payload holds all that the model needs. */
  void onRequest(Route route, ClientId requester, Message message, long nowNanos) {
    onRequest(route, requester, message, Origin.now(nowNanos), nowNanos);
  }

  void onRequest(Route route, ClientId requester, Message message, Origin origin, long nowNanos) {
    open(intake.ask(route, requester, message, origin), Optional.empty(), message, nowNanos);
  }

  /** What the journal had for a route that is not there any more. */
  void onRouteGone(KeptRequest.Ref kept) {
    counters.unanswerable();
    answers.forget(kept);
  }

  private void open(
      InferenceRequest request, Optional<String> device, Message message, long nowNanos) {
    counters.requested();
    request.named = device.isEmpty();
    if (requests.size() >= limits.requestsMax() || preparing >= limits.preparingMax()) {
      refuse(request, Refusal.TOO_MANY_OPEN, nowNanos);
      return;
    }
    requests.put(request.id, request);
    preparing++;
    schedule(request);
    effects.accept(new EdgeEffect.Prepare(request.id, request.route.index(), device, message));
  }

  private void schedule(InferenceRequest request) {
    if (!request.hasDeadline()) {
      return;
    }
    if (request.route.fallback().isPresent()) {
      timers.add(SafetyNet.standByNanos(request), request.id, Kind.STAND_BY);
      timers.add(SafetyNet.settleNanos(request), request.id, Kind.SETTLE);
    }
    timers.add(request.deadlineNanos, request.id, Kind.EXPIRE);
  }

  /** The payload is decoded and joined to its window. */
  void onPrepared(long requestId, Optional<String> payloadId, float[] features, long nowNanos) {
    preparing--;
    InferenceRequest request = requests.get(requestId);
    if (request == null) {
      return;
    }
    request.payloadId = payloadId.or(request.terms::id);
    request.features = features;
    if (request.terms.fault().isPresent()) {
      refuse(request, Refusal.badProperty(request.terms.fault().get()), nowNanos);
      return;
    }
    if (nowNanos >= request.deadlineNanos) {
      refuse(request, Refusal.DEADLINE_EXPIRED, nowNanos);
      return;
    }
    Optional<ModelResult.Predicted> answered = known.find(request, nowNanos);
    if (answered.isPresent()) {
      request.reason = KnownAnswers.REASON;
      finish(request, OutcomeOf.cache(request, answered.get(), nowNanos), nowNanos);
      return;
    }
    place(request, nowNanos);
    pump(nowNanos);
    if (requests.containsKey(requestId)
        && request.hasDeadline()
        && nowNanos >= SafetyNet.standByNanos(request)) {
      standBy(request);
    }
  }

  /** The payload does not fit the route's format. */
  void onUnreadable(long requestId, String detail, long nowNanos) {
    preparing--;
    InferenceRequest request = requests.get(requestId);
    if (request != null) {
      refuse(request, Refusal.badPayload(detail), nowNanos);
    }
  }

  /** A guard could not be evaluated, and was taken as its careful answer. */
  void onGuardFailed() {
    counters.guardFailed();
  }

  /** A guard says that this one must not leave, before it is prepared. */
  void onLocalOnly(long requestId) {
    InferenceRequest request = requests.get(requestId);
    if (request != null) {
      request.privacy = Privacy.LOCAL_ONLY;
    }
  }

  /** The route is not for this message: only somebody who named the route is owed an answer. */
  void onNotMatched(long requestId, long nowNanos) {
    preparing--;
    InferenceRequest request = requests.get(requestId);
    if (request != null && request.named) {
      refuse(request, Refusal.NOT_MATCHED, nowNanos);
    } else if (request != null) {
      requests.remove(requestId);
      request.reply.kept().ifPresent(answers::forget);
      counters.unmatched();
    }
  }

  private void place(InferenceRequest request, long nowNanos) {
    Route route = request.route;
    PlacementRequest asked =
        asked(request, SafetyNet.usefulUntilNanos(request), route.localModel());
    Decision decision =
        route.placement().isPresent()
            ? engine.place(asked, route.placement().get(), nowNanos)
            : engine.place(asked, nowNanos);
    request.placed(decision);
    request.record = witness.placed(request, asked, nowNanos, decision);
    counters.decided(decision);
    timers.add(engine.rescueAtNanos(request.id, nowNanos), request.id, Kind.RESCUE);
    if (decision.action() == Action.SHED) {
      giveUp(request, Refusal.shed(request.reason), nowNanos);
    }
  }

  private PlacementRequest asked(InferenceRequest request, long untilNanos, boolean localModel) {
    Route route = request.route;
    return new PlacementRequest(
        request.id,
        route.serviceClass(),
        request.arrivalNanos,
        untilNanos,
        EnvelopeCodec.requestBytes(linkId, route.cloudModel(), request.features.length),
        request.terms.priority(),
        request.privacy,
        localModel);
  }

  /**
   * Asks the cloud for a second opinion where the first one is unsure and there is time; what was
   * said here is then the answer unless the cloud's comes in time.
   */
  private boolean escalate(InferenceRequest request, ModelResult.Predicted first, long nowNanos) {
    Optional<PlacementPolicy> second =
        Escalation.of(request, first).filter(policy -> nowNanos < SafetyNet.settleNanos(request));
    if (second.isEmpty()) {
      return false;
    }
    Decision decision =
        engine.place(asked(request, SafetyNet.settleNanos(request), false), second.get(), nowNanos);
    if (decision.action() != Action.CLOUD) {
      return false;
    }
    counters.decided(decision);
    request.first = Optional.of(first);
    request.reason = Reason.ESCALATED_LOW_CONF.name();
    timers.add(SafetyNet.settleNanos(request), request.id, Kind.SETTLE);
    return true;
  }

  /** Starts whatever the engine lets start now. */
  private void pump(long nowNanos) {
    pumpedNanos = nowNanos;
    for (Optional<PlacementRequest> next = engine.nextLocal(nowNanos);
        next.isPresent();
        next = engine.nextLocal(nowNanos)) {
      InferenceRequest request = requests.get(next.get().id());
      effects.accept(
          new EdgeEffect.RunModel(
              request.id, Run.PRIMARY, request.route.model(), request.features));
    }
    for (Optional<PlacementRequest> next = engine.nextCloud(nowNanos);
        next.isPresent();
        next = engine.nextCloud(nowNanos)) {
      InferenceRequest request = requests.get(next.get().id());
      request.onWire = true;
      link.send(
          request.id,
          request.route.cloudModel(),
          request.terms.priority(),
          request.features,
          SafetyNet.usefulUntilNanos(request),
          nowNanos);
    }
    engine.drainEvicted(evicted -> onMoved(evicted.id(), Reason.EVICTED));
    engine.drainRescued(rescued -> onMoved(rescued.id(), Reason.RESCUED));
    engine.drainDropped(dropped -> onDropped(dropped.id(), nowNanos));
  }

  private void onMoved(long requestId, Reason reason) {
    InferenceRequest request = requests.get(requestId);
    if (request != null) {
      request.reason = reason.name();
      request.alsoHere = request.onWire;
    }
  }

  /** No side can make it any more. */
  private void onDropped(long requestId, long nowNanos) {
    InferenceRequest request = requests.get(requestId);
    if (request != null) {
      giveUp(request, Refusal.shed(Reason.SHED_INFEASIBLE.name()), nowNanos);
    }
  }

  void onModelDone(long requestId, Run run, ModelResult result, long nowNanos) {
    if (run == Run.PRIMARY) {
      engine.onLocalFinished(requestId, result.serviceNanos(), nowNanos);
      onPrimaryDone(requestId, result, nowNanos);
      pump(nowNanos);
    } else {
      onFallbackDone(requestId, result, nowNanos);
    }
  }

  private void onPrimaryDone(long requestId, ModelResult result, long nowNanos) {
    InferenceRequest request = requests.get(requestId);
    if (request == null) {
      counters.lateResult();
      late.onLocalResult(requestId, result, nowNanos);
    } else if (result instanceof ModelResult.Predicted predicted) {
      if (!escalate(request, predicted, nowNanos)) {
        finish(request, OutcomeOf.edge(request, predicted, nowNanos), nowNanos);
      }
    } else if (result instanceof ModelResult.Failed failed) {
      request.alsoHere = false;
      // A rescue that failed leaves the request as it was: the cloud may still answer.
      if (!request.onWire) {
        giveUp(request, Refusal.modelFailed(failed.detail()), nowNanos);
      }
    }
  }

  private void onFallbackDone(long requestId, ModelResult result, long nowNanos) {
    InferenceRequest request = requests.get(requestId);
    if (request == null) {
      return;
    }
    if (result instanceof ModelResult.Predicted predicted) {
      request.held = Optional.of(predicted);
      if (request.fallback == Fallback.ANSWERING) {
        finish(request, OutcomeOf.fallback(request, predicted, nowNanos), nowNanos);
      }
    } else if (result instanceof ModelResult.Failed failed
        && request.fallback == Fallback.ANSWERING) {
      refuse(request, Refusal.modelFailed(failed.detail()), nowNanos);
    }
  }

  void onReceived(long requestId, long nowNanos) {
    engine.onReceived(requestId, nowNanos);
    pump(nowNanos);
  }

  void onCloudAnswer(Envelope.Answer answer, long nowNanos) {
    tell(answer, nowNanos);
    InferenceRequest request = requests.get(answer.requestId());
    if (request == null) {
      counters.lateResult();
      late.onCloudAnswer(answer, nowNanos);
    } else {
      request.onWire = false;
      if (answer.status() == Envelope.Status.OK) {
        Escalation.learn(request, answer.label());
        finish(request, OutcomeOf.cloud(request, answer, nowNanos), nowNanos);
      } else if (!request.alsoHere) {
        giveUp(request, Refusal.byCloud(answer), nowNanos);
      }
    }
    pump(nowNanos);
  }

  /** How quickly somebody says no tells nothing of how quickly he answers. */
  private void tell(Envelope.Answer answer, long nowNanos) {
    if (answer.status() == Envelope.Status.OK) {
      long queueNanos = answer.queueMicros() * 1_000L;
      long serviceNanos = answer.serviceMicros() * 1_000L;
      engine.onCloudAnswer(answer.requestId(), queueNanos, serviceNanos, nowNanos);
    } else {
      engine.onCloudRefusal(answer.requestId(), nowNanos);
    }
  }

  void onRoundTrip(long rttNanos, long nowNanos) {
    engine.onRoundTrip(rttNanos, nowNanos);
    pump(nowNanos);
  }

  void onLinkUp(long nowNanos) {
    engine.onLinkUp(nowNanos);
    pump(nowNanos);
  }

  void onLinkDown(long nowNanos) {
    engine.onLinkDown(nowNanos);
    for (InferenceRequest request : requests.values()) {
      request.onWire = false;
    }
    pump(nowNanos);
  }

  void onTimer(long nowNanos) {
    while (timers.isDue(nowNanos)) {
      RequestTimers.Timer timer = timers.take();
      InferenceRequest request = requests.get(timer.requestId());
      if (request != null) {
        onDue(request, timer.kind(), nowNanos);
      }
    }
    pump(nowNanos);
  }

  private void onDue(InferenceRequest request, Kind kind, long nowNanos) {
    switch (kind) {
      case RESCUE -> engine.rescue(request.id, nowNanos);
      case STAND_BY -> standBy(request);
      case SETTLE -> {
        if (request.first.isPresent()) {
          finish(request, OutcomeOf.edge(request, request.first.get(), nowNanos), nowNanos);
        } else if (request.held.isPresent()) {
          finish(request, OutcomeOf.fallback(request, request.held.get(), nowNanos), nowNanos);
        } else if (request.fallback == Fallback.STANDING_BY) {
          request.fallback = Fallback.ANSWERING;
        }
      }
      case EXPIRE -> {
        // Before its payload is decoded an answer could not say which message it is for.
        if (request.isPrepared()) {
          refuse(request, Refusal.DEADLINE_EXPIRED, nowNanos);
        }
      }
    }
  }

  /** While requests are open the lanes are asked again and again: a breaker may open its probe. */
  long nextTimerNanos() {
    return requests.isEmpty()
        ? timers.nextNanos()
        : Math.min(timers.nextNanos(), pumpedNanos + PUMP_INTERVAL_NANOS);
  }

  private void standBy(InferenceRequest request) {
    if (request.route.fallback().isPresent()
        && request.fallback == Fallback.IDLE
        && request.isPrepared()) {
      request.fallback = Fallback.STANDING_BY;
      runFallback(request);
    }
  }

  /** Nothing better can come: the fallback answers, or the error does. */
  private void giveUp(InferenceRequest request, Refusal refusal, long nowNanos) {
    if (request.first.isPresent()) {
      finish(request, OutcomeOf.edge(request, request.first.get(), nowNanos), nowNanos);
      return;
    }
    if (request.route.fallback().isEmpty()) {
      refuse(request, refusal, nowNanos);
      return;
    }
    request.reason = refusal.reason();
    if (request.held.isPresent()) {
      finish(request, OutcomeOf.fallback(request, request.held.get(), nowNanos), nowNanos);
      return;
    }
    boolean running = request.fallback != Fallback.IDLE;
    request.fallback = Fallback.ANSWERING;
    if (!running) {
      runFallback(request);
    }
  }

  private void runFallback(InferenceRequest request) {
    effects.accept(
        new EdgeEffect.RunModel(
            request.id, Run.FALLBACK, request.route.fallback().orElseThrow(), request.features));
  }

  private void refuse(InferenceRequest request, Refusal refusal, long nowNanos) {
    finish(request, OutcomeOf.nothing(request, refusal, nowNanos), nowNanos);
  }

  /** The one way out: the terminal answer is given, and every lane forgets the request. */
  private void finish(InferenceRequest request, Outcome outcome, long nowNanos) {
    requests.remove(request.id);
    if (request.onWire) {
      engine.onCloudTimeout(request.id, nowNanos);
    }
    engine.withdraw(request.id, nowNanos);
    link.forget(request.id);
    counters.answered(outcome);
    known.learn(request, outcome, nowNanos);
    late.onEnd(request);
    answers.answer(request.reply, outcome, nowNanos);
    effects.accept(new EdgeEffect.Settled(outcome));
    request.record.ifPresent(placed -> effects.accept(new EdgeEffect.Recorded(placed, outcome)));
  }

  DispatchStats stats() {
    return counters.snapshot(requests.size(), preparing);
  }
}
