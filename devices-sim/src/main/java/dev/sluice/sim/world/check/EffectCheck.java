package dev.sluice.sim.world.check;

import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.Disconnect;
import dev.sluice.mqtt.OutboundPacket.PingResp;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.sim.world.check.Expectations.Kind;

/** Holds each effect of a turn against what the model foretold. */
final class EffectCheck implements OutboundPacket.Visitor<Void> {
  private final BrokerModel model;
  private final Expectations expectations;
  private final Checks checks;
  private ConnectionId connection = new ConnectionId(0);
  private int cost;
  private long nowNanos;
  long delivered;

  EffectCheck(BrokerModel model, Expectations expectations, Checks checks) {
    this.model = model;
    this.expectations = expectations;
    this.checks = checks;
  }

  void check(Effect effect, long now) {
    if (effect instanceof Effect.Transmit transmit) {
      connection = transmit.connection();
      cost = transmit.cost();
      nowNanos = now;
      transmit.packet().accept(this);
    } else if (effect instanceof Effect.Close close) {
      expectations.onClose(close.connection(), close.reason());
    } else if (effect instanceof Effect.Hold hold) {
      model.held(hold.connection());
    } else if (effect instanceof Effect.Release release) {
      model.released(release.connection(), now);
    }
  }

  @Override
  public Void connAck(ConnAck packet) {
    expectations.onConnAck(connection, packet.sessionPresent(), packet.reason());
    return null;
  }

  @Override
  public Void publish(Delivery packet) {
    delivered++;
    ConnectionModel open =
        model
            .connection(connection)
            .orElseThrow(
                () ->
                    new BrokenRule(
                        Rule.LIVE_CONNECTIONS, connection + " is closed, but sent " + packet));
    model.touch(open.session);
    model.deliveries().onTransmit(open, packet, cost, nowNanos);
    return null;
  }

  @Override
  public Void pubAck(PubAck packet) {
    return answer(Kind.PUBACK, packet.packetId(), packet.reason());
  }

  @Override
  public Void pubRec(PubRec packet) {
    return answer(Kind.PUBREC, packet.packetId(), packet.reason());
  }

  /** Answers PUBREC, or begins a connection by repeating what was released before. */
  @Override
  public Void pubRel(PubRel packet) {
    live();
    boolean repeats =
        expectations.awaits(Kind.NONE)
            && model
                .connection(connection)
                .map(open -> open.session.inFlight.get(packet.packetId()))
                .map(owed -> owed.released)
                .orElse(false);
    if (!repeats) {
      answer(Kind.PUBREL, packet.packetId(), packet.reason());
    }
    return null;
  }

  @Override
  public Void pubComp(PubComp packet) {
    return answer(Kind.PUBCOMP, packet.packetId(), packet.reason());
  }

  @Override
  public Void subAck(SubAck packet) {
    boolean granted = packet.reasons().stream().noneMatch(ReasonCode::isError);
    ReasonCode reason = granted ? ReasonCode.SUCCESS : packet.reasons().get(0);
    return answer(Kind.SUBACK, packet.packetId(), reason);
  }

  @Override
  public Void unsubAck(UnsubAck packet) {
    return answer(Kind.UNSUBACK, packet.packetId(), ReasonCode.SUCCESS);
  }

  @Override
  public Void pingResp(PingResp packet) {
    return answer(Kind.PINGRESP, 0, ReasonCode.SUCCESS);
  }

  @Override
  public Void disconnect(Disconnect packet) {
    checks.require(
        Rule.NOT_CUT_OFF,
        expectations.closing(connection),
        () -> connection + " is sent " + packet);
    return null;
  }

  private Void answer(Kind kind, int packetId, ReasonCode reason) {
    live();
    expectations.onAnswer(connection, kind, packetId, reason);
    return null;
  }

  private void live() {
    checks.require(
        Rule.LIVE_CONNECTIONS,
        model.connection(connection).isPresent(),
        () -> connection + " is closed, but sent a packet");
  }
}
