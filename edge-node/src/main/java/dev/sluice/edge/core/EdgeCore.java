package dev.sluice.edge.core;

import dev.sluice.broker.Authorizer;
import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.BrokerOptions;
import dev.sluice.broker.Effect;
import dev.sluice.broker.KeptRequest;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.VitalLimits;
import dev.sluice.offload.Vitals;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.EdgeLink;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.NodeReport;
import dev.sluice.uplink.chat.ChatCodec;
import dev.sluice.uplink.forward.ForwardKind;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The whole edge node without its sockets, threads and clock. Turns of the broker are called on
 * {@link #broker} and completed by {@link #settle}; all other inputs are methods here. Effects go
 * to two sinks, which only queue them: what the broker asks of the network, and what inference asks
 * of workers and uplink.
 */
public final class EdgeCore {

  /**
   * @param requestsMax inference requests without terminal answer
   * @param decodeQueueMax payloads waiting to be decoded
   */
  public record Settings(
      BrokerLimits broker,
      BrokerOptions options,
      LinkId link,
      EdgeLink.Settings uplink,
      int requestsMax,
      int decodeQueueMax) {}

  private final PlacementEngine engine;
  private final BrokerCore broker;
  private final EdgeLink link;
  private final KnownAnswers known;
  private final Dispatcher dispatcher;
  private final TextDesk texts;
  private final Queue<Effect.Deliver> matched = new ArrayDeque<>();
  private final Queue<EdgeLink.Output> linkOutputs = new ArrayDeque<>();
  private final Consumer<? super EdgeEffect> work;
  private Optional<ForwardPlane> forward = Optional.empty();
  private Optional<DownPlane> down = Optional.empty();
  private boolean up;
  private List<Route> routes;
  private List<TextRoute> textRoutes = List.of();

  /** One where everybody may do everything. */
  public EdgeCore(
      Settings settings,
      List<Route> routes,
      PlacementEngine engine,
      SplittableRandom random,
      Consumer<? super Effect> network,
      Consumer<? super EdgeEffect> work) {
    this(settings, Authorizer.ALLOW_ALL, AnswerCache.NONE, routes, engine, random, network, work);
  }

  public EdgeCore(
      Settings settings,
      Authorizer authorizer,
      AnswerCache cache,
      List<Route> routes,
      PlacementEngine engine,
      SplittableRandom random,
      Consumer<? super Effect> network,
      Consumer<? super EdgeEffect> work) {
    this.routes = List.copyOf(routes);
    this.engine = engine;
    this.work = work;
    this.broker =
        new BrokerCore(
            settings.broker(),
            settings.options(),
            new ResponseTopics(authorizer),
            random,
            effect -> sort(effect, network));
    this.known = new KnownAnswers(cache);
    this.link = new EdgeLink(settings.link(), settings.uplink(), linkOutputs::add);
    this.dispatcher =
        new Dispatcher(
            new Dispatcher.Limits(settings.requestsMax(), settings.decodeQueueMax()),
            settings.link(),
            engine,
            link,
            new BrokerAnswers(broker),
            known,
            work);
    this.texts =
        new TextDesk(settings.link(), dispatcher.counters(), new BrokerAnswers(broker)::say, work);
    subscribe();
  }

  private void subscribe() {
    for (Route route : routes) {
      Entrance.MATCH.open(broker, route);
      Entrance.REQUEST.open(broker, route);
    }
  }

  private void unsubscribe() {
    for (Route route : routes) {
      Entrance.MATCH.close(broker, route);
      Entrance.REQUEST.close(broker, route);
    }
  }

  /**
   * Other routes and another policy for those that name none, from this turn on. Open requests keep
   * the route and the decision that they have.
   *
   * @param next of the service classes that the engine was made with
   * @param limits what the machine's vitals mean
   * @param neverLeave topics whose messages are not forwarded, whatever a rule says
   */
  public void use(
      List<Route> next,
      PlacementPolicy policy,
      VitalLimits limits,
      List<TopicFilter> neverLeave,
      long nowNanos) {
    settle(nowNanos);
    unsubscribe();
    routes = List.copyOf(next);
    subscribe();
    engine.use(policy);
    engine.use(limits);
    forward.ifPresent(plane -> plane.keepHere(neverLeave));
  }

  /** Other text routes, from this turn on; open requests keep the route that they have. */
  public void useTexts(List<TextRoute> next, long nowNanos) {
    settle(nowNanos);
    for (TextRoute text : textRoutes) {
      for (TextEntrance entrance : TextEntrance.values()) {
        entrance.close(broker, text);
      }
    }
    textRoutes = List.copyOf(next);
    for (TextRoute text : textRoutes) {
      for (TextEntrance entrance : TextEntrance.values()) {
        entrance.open(broker, text);
      }
    }
    texts.want(!textRoutes.isEmpty(), nowNanos);
  }

  private void sort(Effect effect, Consumer<? super Effect> network) {
    if (effect instanceof Effect.Deliver deliver) {
      matched.add(deliver);
    } else {
      network.accept(effect);
    }
  }

  /** Results that come too late are published there as well as counted; empty for nowhere. */
  public void publishLateAnswers(Optional<TopicName> topic) {
    dispatcher.lateAnswers().publishOn(topic);
  }

  /** From now on each placed request ends with {@link EdgeEffect.Recorded}. */
  public void recordDecisions() {
    dispatcher.recordDecisions();
  }

  /** The broker: each of its turns is completed by {@link #settle}. */
  public BrokerCore broker() {
    return broker;
  }

  /** From now on messages are forwarded; before the first turn. */
  public void forward(ForwardPlane plane) {
    forward = Optional.of(plane);
    broker.forwardTo(plane);
  }

  /** From now on messages of the cloud are published here; before the first turn. */
  public void takeDown(DownPlane plane) {
    down = Optional.of(plane);
  }

  /** As {@link #takeDown(DownPlane)}, in a turn. */
  public void takeDown(DownPlane plane, long nowNanos) {
    takeDown(plane);
    if (up) {
      plane.onUp(nowNanos);
    }
  }

  /**
   * Completes a turn: messages that matched a route become requests, the link's news reaches them.
   */
  public void settle(long nowNanos) {
    for (Effect.Deliver next = matched.poll(); next != null; next = matched.poll()) {
      if (TextEntrance.isOne(next.consumer())) {
        onText(next, nowNanos);
        continue;
      }
      Route route = routes.get(Entrance.routeOf(next.consumer()));
      Origin origin = new Origin(next.kept(), nowNanos);
      if (next.consumer() == Entrance.MATCH.consumer(route)) {
        dispatcher.onMatch(route, next.message(), origin, nowNanos);
      } else {
        dispatcher.onRequest(route, next.publisher(), next.message(), origin, nowNanos);
      }
    }
    for (EdgeLink.Output next = linkOutputs.poll(); next != null; next = linkOutputs.poll()) {
      onLinkOutput(next, nowNanos);
    }
  }

  private void onText(Effect.Deliver next, long nowNanos) {
    TextRoute text = textRoutes.get(TextEntrance.routeOf(next.consumer()));
    switch (TextEntrance.of(next.consumer())) {
      case MATCH -> texts.onMatch(text, next.publisher(), next.message(), nowNanos);
      case REQUEST -> texts.onRequest(text, next.publisher(), next.message(), nowNanos);
      case CANCEL -> texts.onCancel(text, next.publisher(), next.message(), nowNanos);
    }
  }

  /**
   * Takes up what the process before had acknowledged and not answered; deadlines count from when
   * it came. Before the first turn, after the broker was restored.
   */
  public void resume(List<KeptRequest> unanswered, long nowNanos) {
    for (KeptRequest request : unanswered) {
      resume(request, nowNanos);
    }
    settle(nowNanos);
  }

  private void resume(KeptRequest request, long nowNanos) {
    Origin origin = new Origin(Optional.of(request.ref()), request.acceptedNanos());
    String consumer = request.ref().consumer();
    for (Route route : routes) {
      if (consumer.equals(Entrance.MATCH.nameFor(route))) {
        dispatcher.onMatch(route, request.message(), origin, nowNanos);
        return;
      }
      if (consumer.equals(Entrance.REQUEST.nameFor(route))) {
        dispatcher.onRequest(route, request.publisher(), request.message(), origin, nowNanos);
        return;
      }
    }
    dispatcher.onRouteGone(request.ref());
  }

  private void onLinkOutput(EdgeLink.Output output, long nowNanos) {
    if (output instanceof EdgeLink.Output.Send send) {
      work.accept(new EdgeEffect.SendUplink(send.bytes()));
    } else if (output instanceof EdgeLink.Output.Received received) {
      dispatcher.onReceived(received.requestId(), nowNanos);
    } else if (output instanceof EdgeLink.Output.Answered answered) {
      dispatcher.onCloudAnswer(answered.answer(), nowNanos);
    } else if (output instanceof EdgeLink.Output.RoundTrip trip) {
      dispatcher.onRoundTrip(trip.rttNanos(), nowNanos);
    } else if (output instanceof EdgeLink.Output.Responsive) {
      dispatcher.onLinkUp(nowNanos);
      texts.onUp(nowNanos);
    } else if (output instanceof EdgeLink.Output.Stalled) {
      work.accept(new EdgeEffect.ResetUplink());
      dispatcher.onLinkDown(nowNanos);
      texts.onDown();
    }
  }

  public void onPrepared(
      long requestId, Optional<String> payloadId, float[] features, long nowNanos) {
    dispatcher.onPrepared(requestId, payloadId, features, nowNanos);
    settle(nowNanos);
  }

  /**
   * @param detail one line for the sender
   */
  public void onUnreadable(long requestId, String detail, long nowNanos) {
    dispatcher.onUnreadable(requestId, detail, nowNanos);
    settle(nowNanos);
  }

  /** The route's {@code when} does not hold for the message. */
  public void onNotMatched(long requestId, long nowNanos) {
    dispatcher.onNotMatched(requestId, nowNanos);
    settle(nowNanos);
  }

  /** The route's {@code local-only-when} holds: before {@link #onPrepared}, in the same turn. */
  public void onLocalOnly(long requestId) {
    dispatcher.onLocalOnly(requestId);
  }

  /** A guard could not be evaluated; what it was taken for is another input. */
  public void onGuardFailed() {
    dispatcher.onGuardFailed();
  }

  public void onModelDone(long requestId, EdgeEffect.Run run, ModelResult result, long nowNanos) {
    dispatcher.onModelDone(requestId, run, result, nowNanos);
    settle(nowNanos);
  }

  /** How the machine is now. */
  public void onVitals(Vitals vitals) {
    engine.onVitals(vitals);
  }

  /** The MQTT session to the cloud's broker is up and subscribed. */
  public void onUplinkUp(long nowNanos) {
    up = true;
    link.onUp(nowNanos);
    forward.ifPresent(plane -> plane.onUp(nowNanos));
    down.ifPresent(plane -> plane.onUp(nowNanos));
    settle(nowNanos);
  }

  public void onUplinkDown(long nowNanos) {
    up = false;
    link.onDown(nowNanos);
    forward.ifPresent(ForwardPlane::onDown);
    down.ifPresent(DownPlane::onDown);
    settle(nowNanos);
  }

  public void onUplinkBytes(byte[] bytes, long nowNanos) {
    if (ChatCodec.isChat(bytes)) {
      texts.onBytes(bytes, nowNanos);
      link.onHeardBeside(nowNanos);
    } else {
      link.onBytes(bytes, nowNanos);
    }
    forward.ifPresent(plane -> plane.onHeardBeside(nowNanos));
    settle(nowNanos);
  }

  /** Bytes from the forwarding plane's topic. */
  public void onForwardBytes(byte[] bytes, long nowNanos) {
    ForwardKind kind = ForwardKind.of(bytes);
    if (kind.isForReceiver() || kind == ForwardKind.GRANT) {
      down.ifPresent(plane -> plane.onBytes(bytes, nowNanos));
    } else {
      forward.ifPresent(plane -> plane.onBytes(bytes, nowNanos));
    }
    link.onHeardBeside(nowNanos);
    settle(nowNanos);
  }

  public void onTimer(long nowNanos) {
    forward.ifPresent(plane -> plane.onTimer(nowNanos));
    down.ifPresent(plane -> plane.onTimer(nowNanos));
    broker.onTimer(nowNanos);
    link.onTimer(nowNanos);
    dispatcher.onTimer(nowNanos);
    texts.onTimer(nowNanos);
    settle(nowNanos);
  }

  /**
   * When {@link #onTimer} wants to be called next; {@link Long#MAX_VALUE} when nothing is pending.
   */
  public long nextTimerNanos() {
    long requests = Math.min(link.nextTimerNanos(), dispatcher.nextTimerNanos());
    long forwarding = forward.map(ForwardPlane::nextTimerNanos).orElse(Long.MAX_VALUE);
    long asking = down.map(DownPlane::nextTimerNanos).orElse(Long.MAX_VALUE);
    long planes = Math.min(texts.nextTimerNanos(), Math.min(forwarding, asking));
    return Math.min(broker.nextTimerNanos(), Math.min(requests, planes));
  }

  /** Tells the cloud how this node is. */
  public void report(NodeReport report, long nowNanos) {
    link.report(report);
    settle(nowNanos);
  }

  /** Whether the cloud answers end to end. */
  public boolean cloudResponsive() {
    return link.responsive();
  }

  /**
   * A model of this node has another version now, so that answers of the one before are not given
   * again.
   */
  public void onModelVersion(String model, String version) {
    known.onModelVersion(model, version);
  }

  public AnswerCache.Stats cacheStats() {
    return known.stats();
  }

  public DispatchStats dispatchStats() {
    return dispatcher.stats().withOpen(texts.open());
  }

  public EdgeLink.Stats linkStats() {
    return link.stats();
  }

  public PlacementEngine.Snapshot placement(long nowNanos) {
    return engine.snapshot(nowNanos);
  }
}
