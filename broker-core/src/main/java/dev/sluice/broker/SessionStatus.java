package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import java.util.Optional;

/**
 * One session in numbers: what is on its way to the client, and what that waits for. A snapshot.
 *
 * @param connection empty while the client is away
 * @param subscriptions filters of the session
 * @param queuedMessages messages that wait, beyond those in flight
 * @param queuedBytes their bytes
 * @param parkedMessages of them, those that are on disk only
 * @param fetching whether some of those are on their way back
 * @param inFlight deliveries of QoS 1 and 2 without their last acknowledgement
 * @param inFlightBytes their bytes
 * @param unacknowledged those of them that were sent on the present connection
 * @param unacknowledgedMax how many of those the client takes
 * @param repeats deliveries that are still to be repeated on the present connection, at most
 * @param unflushedBytes transmit credit in use
 * @param next the first of the queue
 * @param lags whether it takes messages more slowly than they come
 * @param heldFor whom its client waits for before it may publish again
 */
public record SessionStatus(
    ClientId clientId,
    Optional<ConnectionId> connection,
    int subscriptions,
    int queuedMessages,
    long queuedBytes,
    int parkedMessages,
    boolean fetching,
    int inFlight,
    long inFlightBytes,
    int unacknowledged,
    int unacknowledgedMax,
    int repeats,
    long unflushedBytes,
    Optional<Waiting> next,
    boolean lags,
    Optional<ClientId> heldFor) {

  /** A message that waits for window or credit. */
  public record Waiting(int bytes, Qos qos) {}

  static SessionStatus of(Session session, int inflightMax) {
    OutgoingQos outgoing = session.outgoing();
    Optional<Connection> connection = session.connection();
    return new SessionStatus(
        session.clientId(),
        connection.map(Connection::id),
        session.subscriptions().size(),
        outgoing.queue().size(),
        outgoing.queue().bytes(),
        outgoing.queue().parked(),
        outgoing.queue().isFetching() || outgoing.queue().waitsForJournal(),
        outgoing.window().size(),
        outgoing.window().bytes(),
        outgoing.unacknowledgedHere(),
        connection.map(c -> Math.min(c.receiveMaximum(), inflightMax)).orElse(0),
        outgoing.repeats(),
        connection.map(Connection::unflushedBytes).orElse(0L),
        outgoing.queue().peek().map(head -> new Waiting(head.bytes(), head.qos())),
        session.lag().isPresent(),
        connection.flatMap(open -> open.hold().awaited()).map(Session::clientId));
  }
}
