package dev.sluice.broker;

import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.ReasonCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts from outside what connections carry, so that the core is not asked about itself. */
final class WireTap {
  private final Map<ConnectionId, Wire> wires = new HashMap<>();

  private static final class Wire {
    private final Set<Integer> publishedIds = new HashSet<>();
    private final Deque<Integer> unflushed = new ArrayDeque<>();
    private boolean closed;
  }

  private Wire wire(ConnectionId id) {
    return wires.computeIfAbsent(id, absent -> new Wire());
  }

  void observe(Effect effect) {
    if (effect instanceof Effect.Transmit transmit) {
      Wire wire = wire(transmit.connection());
      if (wire.closed) {
        throw new AssertionError("transmitted after close: " + transmit);
      }
      if (transmit.packet() instanceof Delivery delivery) {
        wire.unflushed.add(transmit.cost());
        if (delivery.packetId() != 0 && !wire.publishedIds.add(delivery.packetId())) {
          throw new AssertionError("sent twice on one connection: " + delivery);
        }
      }
    } else if (effect instanceof Effect.Close close) {
      if (wire(close.connection()).closed) {
        throw new AssertionError("closed twice: " + close);
      }
      wire(close.connection()).closed = true;
    }
  }

  /** The network took it away; nothing may be said on it any more. */
  void lost(ConnectionId id) {
    wire(id).closed = true;
  }

  boolean isOpen(ConnectionId id) {
    return !wire(id).closed;
  }

  void acknowledged(ConnectionId id, int packetId) {
    wire(id).publishedIds.remove(packetId);
  }

  /** PUBREC frees the identifier only where it says no. */
  void received(ConnectionId id, int packetId, ReasonCode reason) {
    if (reason.isError()) {
      acknowledged(id, packetId);
    }
  }

  /** Takes the oldest packet off the connection; its cost, 0 when there is none. */
  int flush(ConnectionId id) {
    Integer cost = wire(id).unflushed.poll();
    return cost == null ? 0 : cost;
  }

  int unacknowledged(ConnectionId id) {
    return wire(id).publishedIds.size();
  }

  int unflushedPackets(ConnectionId id) {
    return wire(id).unflushed.size();
  }

  long unflushedBytes(ConnectionId id) {
    return wire(id).unflushed.stream().mapToLong(Integer::longValue).sum();
  }
}
