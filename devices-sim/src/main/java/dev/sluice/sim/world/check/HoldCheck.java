package dev.sluice.sim.world.check;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.broker.SessionStatus;
import dev.sluice.mqtt.ClientId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/**
 * Publishers that are held in one life of an edge node: what the effects say against the core's own
 * word and against time, and what becomes of the publications that wait.
 */
public final class HoldCheck {
  /** Time is told in nanoseconds and kept in clocks that drift. */
  private static final long SLACK_NANOS = 1_000_000;

  private final long waitNanos;
  private final BrokerLimits limits;
  private final boolean isKept;
  private final Checks checks;
  private final Map<ConnectionId, Long> heldSince = new HashMap<>();
  private final List<ConnectionId> released = new ArrayList<>();
  private final Map<ConnectionId, Queue<ClientPacket>> arrived = new HashMap<>();

  /**
   * @param isKept whether there is a journal, so that more may wait than the queue holds
   */
  public HoldCheck(BrokerLimits limits, boolean isKept, Checks checks) {
    this.waitNanos = limits.publisherWaitMax().toNanos();
    this.limits = limits;
    this.isKept = isKept;
    this.checks = checks;
  }

  /** A packet has come from the network. */
  public void arrived(ConnectionId id, ClientPacket packet) {
    if (packet instanceof ClientPacket.Send) {
      arrived.computeIfAbsent(id, first -> new ArrayDeque<>()).add(packet);
    } else if (packet instanceof ClientPacket.Gone) {
      forget(id);
    }
  }

  /** The core is about to be given it. */
  public void given(ConnectionId id, ClientPacket packet) {
    if (packet instanceof ClientPacket.Send && arrived.containsKey(id)) {
      ClientPacket next = arrived.get(id).poll();
      checks.require(
          Rule.TAKEN_UP, packet == next, () -> id + ": " + packet + " is taken before " + next);
      checks.require(
          Rule.HELD, !heldSince.containsKey(id), () -> id + " is held, and " + packet + " taken");
    }
  }

  /** What the client said last is that it goes: nothing of it waits any longer. */
  public void saysGoodbye(ConnectionId id) {
    heldSince.remove(id);
  }

  private void forget(ConnectionId id) {
    heldSince.remove(id);
    arrived.remove(id);
  }

  /** All effects of a turn. */
  public void effects(List<Effect> effects, long nowNanos) {
    released.clear();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Hold hold) {
        boolean isNew = heldSince.put(hold.connection(), nowNanos) == null;
        checks.require(Rule.HELD, isNew, () -> "held twice: " + hold);
      } else if (effect instanceof Effect.Release release) {
        heldSince.remove(release.connection());
        released.add(release.connection());
      } else if (effect instanceof Effect.Close close) {
        forget(close.connection());
      }
    }
  }

  /**
   * The turn is over.
   *
   * @param clientOf an open connection
   */
  public void endOfTurn(
      BrokerCore core, Function<ConnectionId, Optional<ClientId>> clientOf, long nowNanos) {
    heldSince.forEach(
        (id, since) -> {
          checks.require(
              Rule.RELEASED,
              nowNanos - since <= waitNanos + SLACK_NANOS,
              () -> id + " has been held for " + (nowNanos - since) + " ns");
          clientOf.apply(id).flatMap(core::session).ifPresent(status -> isHeld(core, status));
        });
    for (ConnectionId id : released) {
      clientOf
          .apply(id)
          .flatMap(core::session)
          .filter(status -> status.connection().equals(Optional.of(id)))
          .ifPresent(
              status ->
                  checks.require(
                      Rule.HELD,
                      status.heldFor().isEmpty(),
                      () -> "released, and still waited for: " + status));
    }
  }

  /** The one that is waited for is there and has something to catch up with. */
  private void isHeld(BrokerCore core, SessionStatus status) {
    Optional<SessionStatus> awaited = status.heldFor().flatMap(core::session);
    checks.require(
        Rule.HELD,
        awaited.map(this::lags).orElse(false),
        () -> "held for nothing: " + status + ", for " + awaited);
  }

  private boolean lags(SessionStatus awaited) {
    boolean muchWaits =
        isKept
            || awaited.queuedMessages() > limits.queueMessagesMax() / 16
            || awaited.queuedBytes() > limits.queueBytesMax() / 16;
    return awaited.connection().isPresent() && awaited.lags() && muchWaits;
  }
}
