package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.mqtt.Qos;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What has been given to the journal and what the journal has.
 *
 * <p>Every record has a number. What depends on one, an acknowledgement or a delivery that must not
 * happen twice, waits until {@link #durable} has reached it. Switched off (durability in memory)
 * nothing is appended, every number is 0, and nothing ever waits.
 */
final class Durability {
  private final Consumer<? super Effect> effects;
  private final Set<Connection> held = new LinkedHashSet<>();
  private boolean enabled;
  private boolean refusing;
  private long appended;
  private long durable;

  Durability(Consumer<? super Effect> effects) {
    this.effects = effects;
  }

  /**
   * Begins to append.
   *
   * @param lastSequence of what the journal holds already
   */
  void enable(long lastSequence) {
    enabled = true;
    appended = lastSequence;
    durable = lastSequence;
  }

  boolean enabled() {
    return enabled;
  }

  long append(DurableRecord record) {
    appended++;
    effects.accept(new Effect.Append(appended, record));
    return appended;
  }

  /** The number of the latest record; what is as new as that waits for all of them. */
  long appended() {
    return appended;
  }

  /** What the present turn has to wait for: 0 when it appended nothing since. */
  long appendedSince(long before) {
    return appended == before ? 0 : appended;
  }

  boolean isDurable(long sequence) {
    return sequence <= durable;
  }

  long durable() {
    return durable;
  }

  void reached(long sequence) {
    durable = Math.max(durable, Math.min(sequence, appended));
  }

  // Whether the journal takes anything more.

  void refuse() {
    refusing = true;
  }

  boolean refusing() {
    return refusing;
  }

  void takeAgain() {
    refusing = false;
  }

  /** Whether a publication cannot be promised now, because it would have to be kept. */
  boolean mustRefuse(
      AcceptedMessage accepted, List<Session> sessions, boolean retains, int incomingPacketId) {
    return refusing
        && accepted.message().qos() != Qos.AT_MOST_ONCE
        && (retains || incomingPacketId != 0 || !recipients(accepted, sessions).isEmpty());
  }

  /**
   * Appends a message that somebody durable is to have.
   *
   * @param retains whether it becomes what its topic retains
   * @param incomingPacketId of a QoS 2 publication by a durable session, else 0
   * @return the message with the number under which it is kept; the same when nobody needs it kept
   */
  AcceptedMessage accept(
      AcceptedMessage accepted, List<Session> sessions, boolean retains, int incomingPacketId) {
    if (!enabled || refusing) {
      return accepted;
    }
    List<Recipient> recipients = recipients(accepted, sessions);
    if (retains || !recipients.isEmpty()) {
      long id = appended + 1;
      append(
          new MessageKept(
              id,
              accepted.message(),
              accepted.publisher(),
              accepted.expiresAtNanos(),
              retains,
              incomingPacketId,
              recipients));
      return accepted.keptAs(id);
    }
    if (incomingPacketId != 0 && accepted.publisher().isPresent()) {
      return accepted.keptAs(
          append(new IncomingRemembered(accepted.publisher().get(), incomingPacketId)));
    }
    return accepted;
  }

  private static List<Recipient> recipients(AcceptedMessage accepted, List<Session> sessions) {
    if (accepted.message().qos() == Qos.AT_MOST_ONCE) {
      return List.of();
    }
    List<Recipient> recipients = new ArrayList<>(sessions.size());
    for (Session session : sessions) {
      if (session.log().isKept()) {
        Outgoing outgoing = session.grant().of(accepted);
        if (outgoing.needsAcknowledgement()) {
          recipients.add(recipient(session, outgoing));
        }
      }
    }
    return recipients;
  }

  private static Recipient recipient(Session session, Outgoing outgoing) {
    return Recipient.waiting(
        session.clientId(), outgoing.qos(), outgoing.retain(), outgoing.subscriptionIdentifiers());
  }

  /** As {@link #accept}, for what one new subscription is owed of the retained messages. */
  Outgoing acceptRetained(Session session, Outgoing outgoing) {
    if (!enabled || refusing || !session.log().isKept() || !outgoing.needsAcknowledgement()) {
      return outgoing;
    }
    AcceptedMessage accepted = outgoing.accepted();
    long id = appended + 1;
    append(
        new MessageKept(
            id,
            accepted.message(),
            accepted.publisher(),
            accepted.expiresAtNanos(),
            false,
            0,
            List.of(recipient(session, outgoing))));
    return outgoing.of(accepted.keptAs(id));
  }

  // Deliveries that wait.

  /** The connection's next delivery waits for the journal. */
  void hold(Connection connection) {
    held.add(connection);
  }

  /** Those whose next delivery waited; they wait no more unless they say so again. */
  List<Connection> takeHeld() {
    List<Connection> waiting = List.copyOf(held);
    held.clear();
    return waiting;
  }

  void forget(Connection connection) {
    held.remove(connection);
  }
}
