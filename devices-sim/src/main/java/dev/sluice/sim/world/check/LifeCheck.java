package dev.sluice.sim.world.check;

import dev.sluice.broker.Effect;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import java.util.List;
import java.util.Map;

/**
 * Checks one life of an edge node, turn by turn: the input goes through {@link #broker} or one of
 * the {@code on...} methods before the core has it, the effects through {@link #effects} before
 * they are performed, and {@link #endOfTurn} looks at what the core holds.
 */
public interface LifeCheck {
  /** A turn begins: time stands still until it ends. */
  void begin(long nowNanos);

  /** Takes the inputs of clients. */
  BrokerInput broker();

  void onTimer(long nowNanos);

  /** What the payload of that request would call itself. */
  String idOf(long requestId);

  void onPrepared(long requestId, long nowNanos);

  void onUnreadable(long requestId);

  void onModelDone(EdgeEffect.Run run);

  /** The application of that client has the message. */
  void arrived(ClientId client, Delivery packet);

  /** All effects of the turn, in the order they came. */
  void effects(List<Effect> network, List<EdgeEffect> work);

  /** What the turn touched holds; every few turns, everything. */
  void endOfTurn(EdgeCore core);

  /** Nothing is on its way, nothing is open, nobody waits. */
  boolean isQuiet(EdgeCore core);

  /** All faults are healed and all clients are back: the promises are due. */
  void atTheEnd(EdgeCore core);

  /** Answers given, by where they were made. */
  Map<Outcome.Placement, Long> answers();

  /** Requests made. */
  long requests();

  /** Messages accepted from clients. */
  long published();

  /** PUBLISH packets sent to clients. */
  long delivered();
}
