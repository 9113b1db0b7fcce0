package dev.sluice.broker;

import dev.sluice.broker.InFlight.Awaiting;
import java.util.List;
import java.util.Optional;

/**
 * What the invariants are stated of: one session at the end of a turn.
 *
 * @param inFlightIds Packet Identifiers in use
 * @param unacknowledgedMax the smaller of the client's Receive Maximum and our own limit
 * @param unflushedPackets PUBLISH packets handed to the connection and not flushed, as seen outside
 * @param unflushedBytes their cost, as seen outside
 * @param repeatsWaiting deliveries still to be repeated on this connection
 * @param head the first of the queue
 */
record SessionView(
    boolean connected,
    List<Integer> inFlightIds,
    long inFlightBytes,
    int unacknowledged,
    int unacknowledgedMax,
    int unflushedPackets,
    long unflushedBytes,
    int queuedMessages,
    long queuedBytes,
    int repeatsWaiting,
    Optional<Head> head) {

  record Head(int bytes, boolean needsAcknowledgement) {}

  static SessionView of(Session session, BrokerLimits limits, WireTap tap) {
    OutgoingQos outgoing = session.outgoing();
    Optional<Connection> connection = session.connection();
    List<InFlight> inFlight = outgoing.window().inOrder();
    int repeats =
        (int)
            inFlight.stream()
                .filter(d -> !d.countedHere() && d.awaiting() != Awaiting.PUBCOMP)
                .count();
    return new SessionView(
        connection.isPresent(),
        inFlight.stream().map(InFlight::packetId).toList(),
        outgoing.window().bytes(),
        connection.map(c -> tap.unacknowledged(c.id())).orElse(0),
        connection.map(c -> Math.min(c.receiveMaximum(), limits.inflightMax())).orElse(0),
        connection.map(c -> tap.unflushedPackets(c.id())).orElse(0),
        connection.map(c -> tap.unflushedBytes(c.id())).orElse(0L),
        outgoing.queue().size(),
        outgoing.queue().bytes(),
        connection.isPresent() ? repeats : 0,
        outgoing.queue().peek().map(o -> new Head(o.bytes(), o.needsAcknowledgement())));
  }
}
