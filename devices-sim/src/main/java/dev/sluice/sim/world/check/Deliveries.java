package dev.sluice.sim.world.check;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Qos;
import java.util.Iterator;
import java.util.List;

/** The rules of what is on its way to one client: order, Packet Identifiers, windows, credit. */
final class Deliveries {
  private static final int PACKET_ID_MAX = 65_535;

  private final BrokerLimits limits;
  private final Checks checks;

  Deliveries(BrokerLimits limits, Checks checks) {
    this.limits = limits;
    this.checks = checks;
  }

  /** The broker has accepted a message for the session. */
  void owe(SessionModel session, Accepted message, Qos qos) {
    boolean mayBeDropped = mayBeFull(session, 1, message.bytes());
    owe(session, new Owed(message, qos, false, mayBeDropped));
  }

  /** What a SUBSCRIBE finds retained; its order is the broker's, so that any may be the last. */
  void oweRetained(SessionModel session, List<Accepted> messages, Qos granted) {
    long bytes = messages.stream().mapToLong(Accepted::bytes).sum();
    boolean mayBeDropped = mayBeFull(session, messages.size(), bytes);
    for (Accepted message : messages) {
      owe(session, new Owed(message, granted.min(message.qos()), true, mayBeDropped));
    }
  }

  private boolean mayBeFull(SessionModel session, int messages, long bytes) {
    return session.queued + session.offered + messages > limits.queueMessagesMax()
        || session.queuedBytes + session.offeredBytes + bytes > limits.queueBytesMax();
  }

  private static void owe(SessionModel session, Owed owed) {
    session.owed.add(owed);
    session.droppable += owed.mayBeDropped ? 1 : 0;
    session.offered++;
    session.offeredBytes += owed.accepted.bytes();
  }

  void onTransmit(ConnectionModel connection, Delivery packet, int cost, long nowNanos) {
    charge(connection, cost);
    Owed owed =
        packet.dup() ? repeated(connection, packet) : departing(connection, packet, nowNanos);
    if (packet.qos() == Qos.AT_MOST_ONCE) {
      checks.require(
          Rule.PACKET_IDS, packet.packetId() == 0, () -> "QoS 0 with an identifier: " + packet);
      return;
    }
    window(connection, packet, owed);
  }

  private void charge(ConnectionModel connection, int cost) {
    connection.unflushed.add(cost);
    connection.unflushedBytes += cost;
    checks.checked(Rule.TRANSMIT_CREDIT);
    if (connection.unflushedBytes > limits.transmitCreditBytes()
        && connection.unflushed.size() > 1) {
      throw new BrokenRule(
          Rule.TRANSMIT_CREDIT,
          connection.session.client
              + " is sent "
              + connection.unflushedBytes
              + " bytes of "
              + limits.transmitCreditBytes());
    }
  }

  private void window(ConnectionModel connection, Delivery packet, Owed owed) {
    SessionModel session = connection.session;
    int id = packet.packetId();
    checks.require(
        Rule.PACKET_IDS, id >= 1 && id <= PACKET_ID_MAX, () -> "not an identifier: " + id);
    Owed holder = session.inFlight.put(id, owed);
    checks.require(
        Rule.PACKET_IDS,
        holder == null || holder == owed,
        () -> "identifier " + id + " of " + session.client + " is already that of " + holder);
    owed.sentOn = connection.id.value();
    connection.unacknowledged++;
    int most = Math.min(connection.connect.receiveMaximum(), limits.inflightMax());
    checks.require(
        Rule.RECEIVE_MAXIMUM,
        connection.unacknowledged <= most,
        () -> session.client + " takes " + most + " unacknowledged deliveries, this is one more");
  }

  private Owed repeated(ConnectionModel connection, Delivery packet) {
    Owed owed = connection.session.inFlight.get(packet.packetId());
    checks.checked(Rule.NOTHING_UNASKED);
    if (owed == null
        || owed.accepted.key() != Content.keyOf(packet.message())
        || owed.released
        || owed.sentOn == connection.id.value()) {
      throw new BrokenRule(
          Rule.NOTHING_UNASKED,
          connection.session.client + " is sent again what it was not owed: " + packet);
    }
    return owed;
  }

  private Owed departing(ConnectionModel connection, Delivery packet, long nowNanos) {
    SessionModel session = connection.session;
    long key = Content.keyOf(packet.message());
    Owed owed = find(session, key, packet);
    for (Iterator<Owed> ahead = session.owed.iterator(); ahead.hasNext(); ) {
      Owed next = ahead.next();
      if (next == owed) {
        ahead.remove();
        session.droppable -= owed.mayBeDropped ? 1 : 0;
        break;
      }
      if (next.retained && owed.retained) {
        // What one SUBSCRIBE finds retained comes in any order.
        continue;
      }
      checks.require(
          Rule.LEAVES_IN_ORDER,
          next.isExcused(session.packetBytesMax, nowNanos),
          () -> session.client + ": " + owed + " leaves before " + next);
      ahead.remove();
      session.droppable -= next.mayBeDropped ? 1 : 0;
    }
    session.departed++;
    passOnExcuse(session, owed, nowNanos);
    return owed;
  }

  /** Of two alike, the one that may be missing could as well be the other. */
  private static void passOnExcuse(SessionModel session, Owed gone, long nowNanos) {
    if (!gone.isExcused(session.packetBytesMax, nowNanos)) {
      return;
    }
    for (Owed other : session.owed) {
      if (other.isLike(gone) && !other.isExcused(session.packetBytesMax, nowNanos)) {
        other.mayBeDropped = true;
        session.droppable++;
        return;
      }
    }
  }

  private Owed find(SessionModel session, long key, Delivery packet) {
    checks.checked(Rule.NOTHING_UNASKED);
    for (Owed owed : session.owed) {
      if (owed.is(key, packet.retain()) && owed.qos == packet.qos()) {
        return owed;
      }
    }
    Rule rule = packet.retain() ? Rule.RETAINED : Rule.NOTHING_UNASKED;
    throw new BrokenRule(rule, session.client + " is sent what it is not owed: " + packet);
  }

  void onPubRec(SessionModel session, int packetId) {
    Owed owed = session.inFlight.get(packetId);
    if (owed != null) {
      owed.released = true;
    }
  }

  /** The last acknowledgement of a delivery. */
  void settle(ConnectionModel connection, int packetId) {
    Owed owed = connection.session.inFlight.remove(packetId);
    if (owed == null) {
      return;
    }
    connection.unacknowledged -= owed.sentOn == connection.id.value() ? 1 : 0;
    checks.require(
        Rule.NOTHING_LOST, owed.arrived, () -> "acknowledged, but it never arrived: " + owed);
  }

  /** The application of the client has the message. */
  void arrived(SessionModel session, Delivery packet) {
    Owed owed = session.inFlight.get(packet.packetId());
    if (owed == null || !owed.is(Content.keyOf(packet.message()), packet.retain())) {
      // From a connection or a session that the broker has ended meanwhile.
      return;
    }
    checks.require(
        Rule.ARRIVES_ONCE,
        owed.qos != Qos.EXACTLY_ONCE || !owed.arrived,
        () -> session.client + " has it twice: " + owed);
    if (!owed.arrived && !owed.retained) {
      inOrder(session, owed);
    }
    owed.arrived = true;
  }

  private void inOrder(SessionModel session, Owed owed) {
    Accepted message = owed.accepted;
    SessionModel.Stream stream =
        new SessionModel.Stream(message.publisher(), message.topic().value(), owed.qos);
    Long last = session.lastArrived.put(stream, message.serial());
    checks.require(
        Rule.ARRIVES_IN_ORDER,
        last == null || last < message.serial(),
        () -> session.client + " has an older message later: " + owed);
  }
}
