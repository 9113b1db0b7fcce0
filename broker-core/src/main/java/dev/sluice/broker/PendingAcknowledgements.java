package dev.sluice.broker;

import dev.sluice.mqtt.OutboundPacket;
import java.util.ArrayDeque;

/**
 * Acknowledgements that wait for the journal, in the order they were earned. One that waits holds
 * up those behind it on its connection [MQTT-4.6.0-2], [MQTT-4.6.0-3] and no other connection.
 *
 * <p>As numbers only grow, one queue for all connections is in order for each.
 */
final class PendingAcknowledgements {
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private final Durability durability;
  private final Outbox outbox;

  private record Pending(Connection connection, OutboundPacket packet, long waitsFor) {}

  PendingAcknowledgements(Durability durability, Outbox outbox) {
    this.durability = durability;
    this.outbox = outbox;
  }

  /**
   * @param waitsFor number of the record that has to be durable first; 0 for none
   */
  void transmit(Connection connection, OutboundPacket packet, long waitsFor) {
    if (connection.acknowledgementsWaiting() == 0 && durability.isDurable(waitsFor)) {
      outbox.transmit(connection.id(), packet);
      return;
    }
    long behind = waiting.isEmpty() ? 0 : waiting.getLast().waitsFor();
    connection.acknowledgementWaits();
    waiting.add(new Pending(connection, packet, Math.max(waitsFor, behind)));
  }

  /** Sends what has become durable; a connection that has gone meanwhile gets nothing. */
  void release() {
    while (!waiting.isEmpty() && durability.isDurable(waiting.element().waitsFor())) {
      Pending next = waiting.remove();
      next.connection().acknowledgementGoes();
      if (next.connection().isOpen()) {
        outbox.transmit(next.connection().id(), next.packet());
      }
    }
  }

  int size() {
    return waiting.size();
  }
}
