package dev.sluice.broker;

import dev.sluice.broker.InFlight.Awaiting;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Everything on its way to one client: what waits, what is in flight, which Packet Identifiers are
 * in use (section 4.3, sender's side).
 *
 * <p>A message leaves in order, whatever its QoS, as soon as three things allow it: nothing is
 * ahead of it, the in-flight window is open (QoS 1 and 2), and the connection has transmit credit.
 * Each of the inputs that can open one of these (acknowledgement, flush, connect) goes on sending
 * at once, so nothing waits that could go.
 */
final class OutgoingQos {
  // For the process.
  private final int inflightMax;
  private final int inflightBytesMax;
  private final Outbox outbox;
  private final PendingAcknowledgements acknowledgements;
  private final Counters counters;

  // For the session.
  private final SessionLog log;
  private final DeliveryQueue queue;
  private final InFlightWindow window;
  private int lastPacketId;

  // For the connection.
  private final ArrayDeque<InFlight> resend = new ArrayDeque<>(1);
  private int unacknowledgedHere;

  OutgoingQos(
      BrokerLimits limits,
      SessionLog log,
      DeliveryQueue queue,
      MemoryBudget memory,
      Outbox outbox,
      PendingAcknowledgements acknowledgements,
      Counters counters) {
    this.inflightMax = limits.inflightMax();
    this.inflightBytesMax = limits.queueBytesMax();
    this.log = log;
    this.outbox = outbox;
    this.acknowledgements = acknowledgements;
    this.counters = counters;
    this.queue = queue;
    this.window = new InFlightWindow(memory);
  }

  /** Sends at once what may go at once; the rest waits its turn. */
  void offer(Connection connection, Outgoing outgoing, long nowNanos) {
    boolean mayGo = queue.isEmpty() && resend.isEmpty();
    if (!mayGo || !depart(connection, outgoing, nowNanos)) {
      queue.offer(outgoing, nowNanos);
      // A full queue may have dropped the expired head that held up the rest.
      send(connection, nowNanos);
    }
  }

  /** Takes a delivery back whose Packet Identifier the client may know. */
  void restore(InFlight delivery) {
    delivery.transmit();
    window.add(delivery);
  }

  /** For a session without connection. */
  void keep(Outgoing outgoing, long nowNanos) {
    queue.offer(outgoing, nowNanos);
  }

  /** Begins a connection: repeats what is in flight, in the original order [MQTT-4.4.0-1]. */
  void resume(Connection connection, long nowNanos) {
    for (InFlight delivery : window.inOrder()) {
      if (delivery.awaiting() == Awaiting.PUBCOMP) {
        PubRel pubRel = new PubRel(delivery.packetId(), ReasonCode.SUCCESS);
        acknowledgements.transmit(connection, pubRel, delivery.waitsFor());
      } else {
        resend.add(delivery);
      }
    }
    queue.attach();
    send(connection, nowNanos);
  }

  /** Messages have come back from the journal. */
  void onFetched(Fetched fetched, long nowNanos, Optional<Connection> connection) {
    queue.onFetched(fetched);
    connection.ifPresent(open -> send(open, nowNanos));
  }

  /** The journal has got further. */
  void onDurable(Connection connection, long nowNanos) {
    queue.journalHasMore();
    send(connection, nowNanos);
  }

  /** Ends a connection: the window stays, what was counted against the client does not. */
  void suspend() {
    window.inOrder().forEach(delivery -> delivery.countHere(false));
    resend.clear();
    unacknowledgedHere = 0;
    queue.park();
  }

  /**
   * What another member of a Shared Subscription may have instead, beside what waits: what was sent
   * at QoS 1 without PUBACK, and what has a Packet Identifier of QoS 2 that nobody has seen.
   */
  List<Outgoing> notBegun() {
    return inFlight(OutgoingQos::hasNotBegun);
  }

  /** QoS 2 that goes to nobody else [MQTT-4.8.2-5]. */
  List<Outgoing> begun() {
    return inFlight(delivery -> !hasNotBegun(delivery));
  }

  private List<Outgoing> inFlight(Predicate<InFlight> kind) {
    return window.inOrder().stream().filter(kind).map(InFlight::outgoing).toList();
  }

  private static boolean hasNotBegun(InFlight delivery) {
    return delivery.awaiting() == Awaiting.PUBACK
        || (delivery.awaiting() == Awaiting.PUBREC && !delivery.transmitted());
  }

  /**
   * Gives up what waits, on topics that the client may not see any more.
   *
   * @param repeats also what the client may have seen, and would see again
   */
  void giveUp(Predicate<TopicName> unseen, boolean repeats) {
    queue.giveUp(unseen);
    if (repeats) {
      window.inOrder().stream()
          .filter(delivery -> delivery.awaiting() != Awaiting.PUBCOMP)
          .filter(delivery -> unseen.test(delivery.outgoing().topic()))
          .forEach(this::settle);
    }
  }

  /** Gives everything up with the session. */
  void end() {
    suspend();
    queue.clear();
    window.clear();
  }

  /** Sends until the window or the credit is used up. */
  void send(Connection connection, long nowNanos) {
    sendFirst(connection, nowNanos);
    queue.refill();
    if (queue.waitsForJournal()) {
      log.hold(connection);
    }
  }

  private void sendFirst(Connection connection, long nowNanos) {
    while (!resend.isEmpty() && resendFirst(connection, nowNanos)) {
      resend.remove();
    }
    if (!resend.isEmpty()) {
      return;
    }
    Optional<Outgoing> next = queue.peek();
    while (next.isPresent() && mayFollow(next.get()) && depart(connection, next.get(), nowNanos)) {
      queue.remove();
      next = queue.peek();
    }
  }

  /** Nothing overtakes a delivery that waits for the journal; others may join it. */
  private boolean mayFollow(Outgoing outgoing) {
    return resend.isEmpty() || log.keepsIdentifierOf(outgoing);
  }

  private boolean resendFirst(Connection connection, long nowNanos) {
    InFlight delivery = resend.element();
    // A client may acknowledge what it got on its last connection before it is repeated.
    if (delivery.settled() || delivery.awaiting() == Awaiting.PUBCOMP) {
      return true;
    }
    Outgoing outgoing = delivery.outgoing();
    if (!outgoing.fits(connection)) {
      counters.droppedPacketTooLarge++;
      settle(delivery);
      return true;
    }
    if (log.mustWait(delivery)) {
      log.hold(connection);
      return false;
    }
    if (!clientTakesAnother(connection) || !connection.hasCreditFor(outgoing.bytes())) {
      return false;
    }
    transmit(connection, delivery, delivery.transmitted(), nowNanos);
    return true;
  }

  /** Sends the message or gives it up; false when it has to wait. */
  private boolean depart(Connection connection, Outgoing outgoing, long nowNanos) {
    if (outgoing.accepted().isExpired(nowNanos)) {
      // [MQTT-3.3.2-5]
      counters.droppedExpired++;
      log.settled(outgoing);
      return true;
    }
    if (!outgoing.fits(connection)) {
      // As if it had been sent [MQTT-3.1.2-25].
      counters.droppedPacketTooLarge++;
      log.settled(outgoing);
      return true;
    }
    if (log.mustWait(outgoing)) {
      log.hold(connection);
      return false;
    }
    if (!connection.hasCreditFor(outgoing.bytes())) {
      return false;
    }
    if (!outgoing.needsAcknowledgement()) {
      outbox.transmit(
          connection, outgoing.packet(connection, 0, false, nowNanos), outgoing.bytes());
      return true;
    }
    if (!windowIsOpen(connection, outgoing)) {
      return false;
    }
    InFlight delivery = new InFlight(nextPacketId(), outgoing);
    window.add(delivery);
    if (log.keepsIdentifierOf(outgoing)) {
      log.assigned(delivery);
      log.hold(connection);
      resend.add(delivery);
    } else {
      transmit(connection, delivery, false, nowNanos);
    }
    return true;
  }

  private void transmit(Connection connection, InFlight delivery, boolean dup, long nowNanos) {
    delivery.countHere(true);
    delivery.transmit();
    unacknowledgedHere++;
    Outgoing outgoing = delivery.outgoing();
    outbox.transmit(
        connection,
        outgoing.packet(connection, delivery.packetId(), dup, nowNanos),
        outgoing.bytes());
  }

  private boolean windowIsOpen(Connection connection, Outgoing outgoing) {
    return clientTakesAnother(connection)
        && window.size() < inflightMax
        && (window.size() == 0 || window.bytes() + outgoing.bytes() <= inflightBytesMax);
  }

  /** The Receive Maximum counts what was sent on this connection [MQTT-3.3.4-9]. */
  private boolean clientTakesAnother(Connection connection) {
    return unacknowledgedHere < Math.min(inflightMax, connection.receiveMaximum());
  }

  /** Never one in use [MQTT-2.2.1-4]; the window is smaller than the space of identifiers. */
  private int nextPacketId() {
    do {
      lastPacketId = lastPacketId == PacketIds.MAX ? 1 : lastPacketId + 1;
    } while (window.contains(lastPacketId));
    return lastPacketId;
  }

  /**
   * @return false when the acknowledgement does not fit the state of its delivery
   */
  boolean onPubAck(int packetId) {
    return settleIf(packetId, Awaiting.PUBACK);
  }

  /**
   * @return false when the acknowledgement does not fit the state of its delivery
   */
  boolean onPubComp(int packetId) {
    return settleIf(packetId, Awaiting.PUBCOMP);
  }

  /**
   * @return false when the acknowledgement does not fit the state of its delivery
   */
  boolean onPubRec(Connection connection, int packetId, ReasonCode reason) {
    Optional<InFlight> found = window.find(packetId);
    if (found.isEmpty()) {
      if (!reason.isError()) {
        // The client remembers what we do not: let it finish (section 4.3.3).
        PubRel pubRel = new PubRel(packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        acknowledgements.transmit(connection, pubRel, 0);
      }
      return true;
    }
    InFlight delivery = found.get();
    if (delivery.awaiting() == Awaiting.PUBACK) {
      return false;
    }
    if (reason.isError()) {
      // An error ends the flow; PUBREL must not follow [MQTT-4.3.3-4].
      settle(delivery);
      return true;
    }
    if (delivery.awaiting() == Awaiting.PUBREC) {
      delivery.received();
      delivery.waitFor(log.received(delivery.outgoing()));
    }
    PubRel pubRel = new PubRel(packetId, ReasonCode.SUCCESS);
    acknowledgements.transmit(connection, pubRel, delivery.waitsFor());
    return true;
  }

  private boolean settleIf(int packetId, Awaiting expected) {
    Optional<InFlight> found = window.find(packetId);
    if (found.isEmpty()) {
      // Answers to what a lost session once sent are no fault of the client.
      return true;
    }
    if (found.get().awaiting() != expected) {
      return false;
    }
    settle(found.get());
    return true;
  }

  private void settle(InFlight delivery) {
    window.remove(delivery);
    log.settled(delivery.outgoing());
    delivery.settle();
    if (delivery.countedHere()) {
      unacknowledgedHere--;
    }
  }

  DeliveryQueue queue() {
    return queue;
  }

  /** Deliveries in flight that wait to be repeated; some may have been settled meanwhile. */
  int repeats() {
    return resend.size();
  }

  /** Messages that are in memory for the client, in flight or before. */
  int heldMessages() {
    return window.size() + queue.heldMessages();
  }

  long heldBytes() {
    return window.bytes() + queue.heldBytes();
  }

  InFlightWindow window() {
    return window;
  }

  /** PUBLISH packets of QoS 1 and 2 sent on this connection and not yet fully acknowledged. */
  int unacknowledgedHere() {
    return unacknowledgedHere;
  }
}
