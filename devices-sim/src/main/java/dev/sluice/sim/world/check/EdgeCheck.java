package dev.sluice.sim.world.check;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.BrokerStats;
import dev.sluice.broker.Effect;
import dev.sluice.edge.core.DispatchStats;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.edge.core.Route;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.util.List;
import java.util.Map;

/**
 * Checks one life of an edge node without a journal: a model foretells each turn. A turn costs what
 * it touched; every few turns everything is looked at.
 */
public final class EdgeCheck implements LifeCheck {
  private static final int TURNS_PER_SWEEP = 64;

  private final Checks checks;
  private final Expectations expectations;
  private final BrokerModel model;
  private final EffectCheck effects;
  private final SessionCheck sessions;
  private final RequestModel requests;
  private long turns;
  private long nowNanos;

  /**
   * @param life number of this life, from 1
   * @param workers of the placement engine
   */
  public EdgeCheck(long life, BrokerLimits limits, List<Route> routes, int workers, Checks checks) {
    this.checks = checks;
    this.requests = new RequestModel(life, workers, checks);
    this.expectations = new Expectations(checks);
    this.model =
        new BrokerModel(
            limits,
            routes,
            (route, asking) -> requests.asked(route, asking, nowNanos),
            expectations,
            checks);
    this.effects = new EffectCheck(model, expectations, checks);
    this.sessions = new SessionCheck(limits, checks);
  }

  @Override
  public void begin(long now) {
    nowNanos = now;
  }

  @Override
  public BrokerInput broker() {
    return model;
  }

  @Override
  public void onTimer(long now) {
    model.onTimer(now);
  }

  @Override
  public String idOf(long requestId) {
    return requests.idOf(requestId);
  }

  @Override
  public void onPrepared(long requestId, long now) {
    requests.onPrepared(requestId, now);
  }

  @Override
  public void onUnreadable(long requestId) {
    requests.onUnreadable(requestId);
  }

  @Override
  public void onModelDone(EdgeEffect.Run run) {
    requests.onModelDone(run);
  }

  @Override
  public void arrived(ClientId client, Delivery packet) {
    model.arrived(client, packet);
  }

  @Override
  public void effects(List<Effect> network, List<EdgeEffect> work) {
    for (EdgeEffect effect : work) {
      requests.onEffect(effect, model::answered, nowNanos);
      if (effect instanceof EdgeEffect.SendUplink send) {
        onUplink(send);
      }
    }
    for (Effect effect : network) {
      effects.check(effect, nowNanos);
    }
    expectations.end();
    requests.endTurn();
  }

  private void onUplink(EdgeEffect.SendUplink send) {
    try {
      if (EnvelopeCodec.decode(send.bytes()) instanceof Envelope.Request request) {
        requests.onUplink(request.requestId());
      }
    } catch (MalformedEnvelopeException e) {
      throw new BrokenRule(Rule.NO_FAULT, "the edge sends a malformed envelope: " + e.getMessage());
    }
  }

  @Override
  public void endOfTurn(EdgeCore core) {
    for (SessionModel session : model.takeTouched()) {
      sessions.check(model, session, core.broker(), nowNanos);
    }
    if (++turns % TURNS_PER_SWEEP == 0) {
      sweep(core);
    }
  }

  /** Everything holds, touched or not. */
  public void sweep(EdgeCore core) {
    for (SessionModel session : model.all()) {
      sessions.check(model, session, core.broker(), nowNanos);
    }
    requests.sweep(nowNanos);
    counters(core.broker().stats());
    counters(core.dispatchStats());
  }

  private void counters(BrokerStats stats) {
    checks.require(
        Rule.NO_FAULT, stats.faults() == 0, () -> "the fault barrier caught " + stats.faults());
    checks.require(
        Rule.NOT_CUT_OFF,
        stats.protocolErrors() == 0 && stats.refusedConnects() == 0,
        () -> "clients that keep the rules were refused: " + stats);
    count("published", model.published, stats.published());
    count("delivered", effects.delivered, stats.delivered());
    count("take-overs", model.takeOvers, stats.takeOvers());
    count("Wills", model.wills, stats.willsSent());
    count("keep-alive timeouts", model.silences, stats.keepAliveTimeouts());
    count("dropped offline", model.offline, stats.droppedOffline());
    count("refused retained", model.retained().refused, stats.refusedRetained());
    count("connections", model.connectionCount(), stats.connections());
    count("sessions", model.sessionCount(), stats.sessions());
    checks.require(
        Rule.RETAINED,
        model.retained().size() == stats.retainedMessages(),
        () -> stats.retainedMessages() + " retained, expected " + model.retained().size());
    long queued = model.all().stream().mapToLong(session -> session.queued).sum();
    count("queued", queued, stats.queuedMessages());
    count(
        "dropped",
        sessions.dropped + model.retained().expired,
        stats.droppedQueueFull() + stats.droppedExpired() + stats.droppedPacketTooLarge());
  }

  private void counters(DispatchStats stats) {
    count("requests", requests.requests, stats.requests());
    count("open requests", requests.openCount(), stats.open());
  }

  private void count(String what, long expected, long found) {
    checks.require(
        Rule.COUNTERS,
        expected == found,
        () -> what + ": the core counts " + found + ", the world " + expected);
  }

  @Override
  public boolean isQuiet(EdgeCore core) {
    return requests.openCount() == 0
        && model.all().stream()
            .allMatch(session -> session.inFlight.isEmpty() && session.queued == 0);
  }

  @Override
  public void atTheEnd(EdgeCore core) {
    sweep(core);
    for (SessionModel session : model.all()) {
      checks.require(
          Rule.NOTHING_LOST,
          session.inFlight.isEmpty() && session.queued == 0,
          () -> session.client + " never got or never acknowledged " + session.inFlight);
    }
    checks.require(
        Rule.ANSWERED, requests.openCount() == 0, () -> requests.openCount() + " never answered");
    checks.require(
        Rule.NOTHING_LEFT,
        core.dispatchStats().open() == 0
            && core.dispatchStats().preparing() == 0
            && core.linkStats().unanswered() == 0,
        () -> "left at the edge: " + core.dispatchStats() + ", " + core.linkStats());
  }

  @Override
  public Map<Outcome.Placement, Long> answers() {
    return requests.answers();
  }

  @Override
  public long requests() {
    return requests.requests;
  }

  @Override
  public long published() {
    return model.published;
  }

  @Override
  public long delivered() {
    return effects.delivered;
  }
}
